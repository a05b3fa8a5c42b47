using System.Reflection;

namespace Ocm.Architecture;

public sealed class TypeDesignTests
{
    /// <summary>Types that are made to be derived from, with the reason. Everything else is sealed.</summary>
    private static readonly Dictionary<string, string> MadeToBeDerived = new(StringComparer.Ordinal);

    /// <summary>Asynchronous methods without a cancellation token of their own, with the reason.</summary>
    private static readonly Dictionary<string, string> NothingToCancel = new(StringComparer.Ordinal)
    {
        ["Ocm.Testing.Servers.OcmTestServer.WithAsync"] = "runs the caller's delegate, which has the caller's token",
    };

    private static IReadOnlyList<Package> Packages => Package.All;

    [TestCaseSource(nameof(Packages))]
    public void PublicClass_IsSealedStaticOrAbstract(object package)
    {
        var open = ((Package)package).PublicTypes.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName!);
        Assert.That(open.Where(name => !MadeToBeDerived.ContainsKey(name)), Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicAsyncMethod_TakesACancellationTokenLast(object package)
    {
        var wrong = AsyncMethods((Package)package)
            .Where(method => method.GetParameters() is not [.., { Name: "cancellationToken" } last] || last.ParameterType != typeof(CancellationToken))
            .Select(Describe);
        Assert.That(wrong.Where(name => !NothingToCancel.ContainsKey(name)), Is.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicAsyncMethod_LetsTheCancellationTokenBeLeftOut(object package)
    {
        var wrong = AsyncMethods((Package)package)
            .Where(method => method.GetParameters() is [.., { HasDefaultValue: false } last] && last.ParameterType == typeof(CancellationToken))
            .Select(Describe);
        Assert.That(wrong, Is.Empty, "write = default");
    }

    [TestCaseSource(nameof(Packages))]
    public void PublicAsyncMethod_IsNamedAsync(object package) =>
        Assert.That(AsyncMethods((Package)package).Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(Describe), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void PublicField_IsConstantOrReadOnly(object package)
    {
        var wrong = ((Package)package).PublicTypes
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => field is { IsLiteral: false, IsInitOnly: false, IsSpecialName: false })
            .Select(field => $"{field.DeclaringType}.{field.Name}");
        Assert.That(wrong, Is.Empty);
    }

    // Methods that the SDK itself shaped: not overrides and implementations of what the framework declares.
    private static IEnumerable<MethodInfo> AsyncMethods(Package package) => package.PublicTypes
        .Where(type => !typeof(Delegate).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => IsAsync(method.ReturnType) && !method.IsSpecialName && !IsShapedElsewhere(method));

    private static bool IsAsync(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    private static bool IsShapedElsewhere(MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!IsOurs(method.GetBaseDefinition().DeclaringType!))
        {
            return true;
        }

        return !type.IsInterface && type.GetInterfaces().Where(contract => !IsOurs(contract)).Any(contract => type.GetInterfaceMap(contract).TargetMethods.Contains(method));
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Ocm.", StringComparison.Ordinal);

    private static string Describe(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";
}
