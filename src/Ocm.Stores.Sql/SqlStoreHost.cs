using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Errors;
using Ocm.Stores.Sql.Migrations;
using Ocm.Stores.Sql.Secrets;

namespace Ocm.Stores.Sql;

/// <summary>
/// What all stores stand on: the database once its schema is there, and the protector of secrets. It gets ready at start-up,
/// or where the database was not there then, with the first call that finds it.
/// </summary>
internal sealed class SqlStoreHost(
    SqlDatabase database, SqlStoresOptions options, IReadOnlyList<SqlMigration> migrations, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly List<Func<Task>> _drains = [];
    private volatile ISecretProtector? _secrets;
    private ServiceProvider? _dataProtection;

    internal SqlDialect Dialect => database.Dialect;

    /// <summary>Encrypts and decrypts; waits until the host is ready.</summary>
    internal async ValueTask<ISecretProtector> GetSecretsAsync(CancellationToken cancellationToken)
    {
        if (_secrets is { } secrets)
        {
            return secrets;
        }

        await StartAsync(cancellationToken).ConfigureAwait(false);
        return _secrets!;
    }

    internal async ValueTask<T> ReadAsync<T>(Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await database.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Translate(e, cancellationToken);
        }
    }

    internal async ValueTask<T> WriteAsync<T>(
        SqlWrite write, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await database.WriteAsync(write, work, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException e)
        {
            throw Translate(e, cancellationToken);
        }
    }

    /// <summary>Migrates the schema and finds or makes the keys that protect secrets.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached at present.</exception>
    internal async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_secrets is null)
            {
                await MigrateAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DbException e)
        {
            throw Translate(e, cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Registers what is still to be written before the database is closed.</summary>
    internal void BeforeClosing(Func<Task> drain)
    {
        lock (_drains)
        {
            _drains.Add(drain);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_drains.Select(drain => drain())).WaitAsync(ClosingTime, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The database does not answer; whoever waits is told so when it is closed.
        }

        if (_dataProtection is { } dataProtection)
        {
            await dataProtection.DisposeAsync().ConfigureAwait(false);
        }

        await database.DisposeAsync().ConfigureAwait(false);
        _starting.Dispose();
    }

    // The first key is made under the same lock as the schema: nodes that start at once would make one each otherwise, and
    // not know the other's for a while. A key that did not get into the database must not be used, so the provider is made anew.
    private async ValueTask MigrateAsync(CancellationToken cancellationToken)
    {
        ServiceProvider? own = null;
        try
        {
            DataProtectionSecretProtector? secrets = null;
            await database.MigrateAsync(
                async (session, token) =>
                {
                    await SqlMigrator.ApplyAsync(session, database.Dialect, migrations, time, token).ConfigureAwait(false);
                    if (options.DataProtectionProvider is { } provider)
                    {
                        secrets = new DataProtectionSecretProtector(provider);
                        return;
                    }

                    var repository = new SqlKeyRingRepository(database);
                    repository.Join(session);
                    own = CreateDataProtection(repository);
                    secrets = new DataProtectionSecretProtector(own.GetRequiredService<IDataProtectionProvider>());
                    secrets.Protect(SecretKind.SigningKey, []);
                    repository.Join(null);
                },
                cancellationToken).ConfigureAwait(false);
            (_dataProtection, own) = (own, null);
            _secrets = secrets;
        }
        finally
        {
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // A container of its own: the product's Data Protection keeps its keys where the product says, and ours stay ours.
    private ServiceProvider CreateDataProtection(SqlKeyRingRepository repository)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers).AddLogging();

        // AES-GCM is several times as fast as the default, and lists decrypt every row; older keys are read on.
        var protection = services.AddDataProtection().SetApplicationName("Ocm")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = repository);
        options.ConfigureDataProtection?.Invoke(protection);
        return services.BuildServiceProvider();
    }

    // A driver that was told to stop reports that as a failure of its own.
    private Exception Translate(DbException exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : database.Translate(exception);
}
