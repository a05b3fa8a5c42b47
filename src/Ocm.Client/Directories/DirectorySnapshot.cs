using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Directories;

/// <summary>A verified document of a directory service, without its bad entries.</summary>
internal sealed record DirectorySnapshot(
    string Federation, IReadOnlyList<(OcmHost Host, string DisplayName)> Servers, int DroppedCount, IReadOnlyList<ValidationError> Dropped);
