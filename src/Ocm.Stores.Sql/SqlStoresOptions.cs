using Microsoft.AspNetCore.DataProtection;

namespace Ocm.Stores.Sql;

/// <summary>What all SQL stores have in common.</summary>
public abstract class SqlStoresOptions
{
    /// <summary>
    /// Sets up the Data Protection that encrypts secrets in the database, for example
    /// <c>protection =&gt; protection.ProtectKeysWithCertificate(certificate)</c>. Its keys live in the same database, and they are
    /// in plain text there unless they are protected here: then a copy of the database is enough to read the secrets. It is
    /// apart from the product's own Data Protection.
    /// </summary>
    public Action<IDataProtectionBuilder>? ConfigureDataProtection { get; set; }

    /// <summary>
    /// Encrypts secrets with this Data Protection instead; its keys must be shared by all nodes and kept as long as the data.
    /// </summary>
    public IDataProtectionProvider? DataProtectionProvider { get; set; }
}
