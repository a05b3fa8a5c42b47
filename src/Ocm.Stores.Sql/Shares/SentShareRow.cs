using Ocm.Shares;

namespace Ocm.Stores.Sql.Shares;

/// <summary>A sent share with its encrypted secret and its details.</summary>
internal sealed record SentShareRow(SentShare Share, byte[]? Secret, string Details);
