using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Http;
using Ocm.Server.Delivery;

namespace Ocm.Server.Hosting.Tests.GettingStarted;

/// <summary>The pages that list what there is list all of it.</summary>
internal sealed class ReferencePageTests
{
    [TestCase("options.md", typeof(OcmServerOptions))]
    [TestCase("options.md", typeof(OcmHttpOptions))]
    [TestCase("delivery.md", typeof(OcmDeliveryOptions))]
    public void Page_ListsEachOption(string page, Type options)
    {
        var text = PageCodeTests.Page(page);

        Assert.That(options.GetProperties().Select(property => $"`{property.Name}`").Where(name => !text.Contains(name, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void ExtendingPage_ListsEachCallOnTheBuilder()
    {
        var text = PageCodeTests.Page("extending.md");
        var calls = typeof(OcmServerBuilderExtensions).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(IOcmServerBuilder))
            .Select(method => method.Name)
            .Distinct()
            .ToList();

        Assert.That(calls, Has.Count.GreaterThan(30));
        Assert.That(calls.Where(call => !text.Contains($"`{call}", StringComparison.Ordinal)), Is.Empty);
    }
}
