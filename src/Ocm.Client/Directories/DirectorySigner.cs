using Ocm.Directories;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;

namespace Ocm.Client.Directories;

/// <summary>Signs the document of a directory service (draft: Appendix C; DIR-01), for who runs one.</summary>
public static class DirectorySigner
{
    /// <summary>Checks a document strictly and signs it.</summary>
    /// <param name="document">The federation and its servers.</param>
    /// <param name="key">The directory's key; its public part is handed to the members by other means than the network.</param>
    /// <param name="serialization">How it is written down.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns>What the directory service publishes, ASCII text.</returns>
    /// <exception cref="ArgumentException">The document breaks a rule of the draft; the message names the entries.</exception>
    public static ValueTask<byte[]> SignAsync(
        DirectoryDocument document,
        SigningKey key,
        JwsSerialization serialization = JwsSerialization.FlattenedJson,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(key);
        var json = OcmJson.Write(document);
        if (OcmJson.Read<DirectoryDocument>(json) is { Failure: { } failure })
        {
            throw new ArgumentException(
                "The directory breaks the rules of the draft: " + string.Join("; ", failure.ValidationErrors.Take(20).Select(error => $"{error.Name} {error.Message}")),
                nameof(document));
        }

        return JsonWebSignature.SignAsync(json, key, serialization, cancellationToken);
    }
}
