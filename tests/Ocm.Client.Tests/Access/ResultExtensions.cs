using System.Text;
using Ocm.Client.Access;
using Ocm.Errors;

namespace Ocm.Client.Tests.Access;

/// <summary>Takes results apart.</summary>
internal static class ResultExtensions
{
    /// <summary>The value, or a failed test.</summary>
    public static T Must<T>(this OcmResult<T> result)
    {
        Assert.That(result.Failure, Is.Null);
        return result.Value!;
    }

    /// <summary>The failure, or a failed test.</summary>
    public static OcmFailure MustFail<T>(this OcmResult<T> result)
    {
        Assert.That(result.Failure, Is.Not.Null);
        return result.Failure!;
    }

    /// <summary>The whole content as text.</summary>
    public static async Task<string> ReadTextAsync(this RemoteContent content)
    {
        using var reader = new StreamReader(content.Stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
