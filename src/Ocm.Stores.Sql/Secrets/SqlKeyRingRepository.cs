using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Ocm.Stores.Sql.Secrets;

/// <summary>Keeps the key ring of Data Protection in the database, so that all nodes have the same keys.</summary>
internal sealed class SqlKeyRingRepository(SqlDatabase database) : IXmlRepository
{
    private SqlSession? _session;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Use(session => session.Prepare("SELECT xml FROM ocm_data_protection_keys ORDER BY sequence").List(row => XElement.Parse(row.Text(0))));

    public void StoreElement(XElement element, string friendlyName) =>
        Use(session => session.Prepare("INSERT INTO ocm_data_protection_keys (name, xml) VALUES (@name, @xml)")
            .Set("name", friendlyName)
            .Set("xml", element.ToString(SaveOptions.DisableFormatting))
            .Execute());

    /// <summary>Reads and writes through one session for a while: the caller's transaction, before anybody else knows this instance.</summary>
    internal void Join(SqlSession? session) => _session = session;

    private T Use<T>(Func<SqlSession, T> work)
    {
        if (_session is { } joined)
        {
            return work(joined);
        }

        using var session = database.OpenSession();
        return work(session);
    }
}
