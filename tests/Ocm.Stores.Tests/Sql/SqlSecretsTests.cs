using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Stores.Tests.Sql;

[TestFixture(Databases.Sqlite)]
[TestFixture(Databases.PostgreSql, Category = "Postgres")]
public sealed class SqlSecretsTests(string kind) : SqlTests(kind)
{
    [Test]
    public async Task Dump_OfAllStores_HoldsNoSecret()
    {
        await using (var services = Database.Start())
        {
            await StoreSecretsAsync(services);
        }

        var dump = await Database.DumpAsync();

        Assert.Multiple(() =>
        {
            Assert.That(dump, Does.Contain("notes.txt"), "the dump is no empty text");
            Assert.That(dump, Does.Not.Contain("SECRET"));
        });
    }

    [Test]
    public async Task Find_AfterARestart_SecretsAreThere()
    {
        await using (var services = Database.Start())
        {
            await StoreSecretsAsync(services);
        }

        await using var again = Database.Start();
        var sent = await again.GetRequiredService<ISentShareStore>().FindSentAsync("sent");
        var received = await again.GetRequiredService<IReceivedShareStore>().FindReceivedAsync("received");
        var invite = await again.GetRequiredService<IInviteStore>().FindInviteAsync(new SecretString("SECRET-invite").Hash());
        var acceptances = await again.GetRequiredService<IInviteAcceptanceStore>().ListAcceptancesAsync("marie", 10);
        var keys = await again.GetRequiredService<ISigningKeyStore>().ListKeysAsync();

        Assert.Multiple(() =>
        {
            Assert.That(sent?.Secret?.Reveal(), Is.EqualTo("SECRET-sent"));
            Assert.That(received?.Protocol.WebDav?.SharedSecret.Reveal(), Is.EqualTo("SECRET-received"));
            Assert.That(invite?.Token.Reveal(), Is.EqualTo("SECRET-invite"));
            Assert.That(acceptances.Single().Token.Reveal(), Is.EqualTo("SECRET-accepted"));
            Assert.That(keys.Single().PrivateJwk.Reveal(), Is.EqualTo("SECRET-key"));
        });
    }

    [Test]
    public async Task ConfigureDataProtection_WithACertificate_EncryptsTheKeysToo()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using (var services = Database.Start(options => options.ConfigureDataProtection = protection => protection.ProtectKeysWithCertificate(certificate)))
        {
            await StoreSecretsAsync(services);
        }

        await using var again = Database.Start(options => options.ConfigureDataProtection = protection => protection
            .ProtectKeysWithCertificate(certificate)
            .UnprotectKeysWithAnyCertificate(certificate));
        var received = await again.GetRequiredService<IReceivedShareStore>().FindReceivedAsync("received");

        Assert.Multiple(async () =>
        {
            Assert.That(received?.Protocol.WebDav?.SharedSecret.Reveal(), Is.EqualTo("SECRET-received"));
            Assert.That(
                await Database.QueryAsync("SELECT xml FROM ocm_data_protection_keys"),
                Has.Count.EqualTo(1).And.All.Contains("EncryptedData").And.None.Contains("<masterKey"));
        });
    }

    [Test]
    public async Task DataProtectionProvider_OfTheProduct_IsUsedInstead()
    {
        var provider = new EphemeralDataProtectionProvider();
        await using (var services = Database.Start(options => options.DataProtectionProvider = provider))
        {
            await StoreSecretsAsync(services);
        }

        await using var same = Database.Start(options => options.DataProtectionProvider = provider);
        await using var other = Database.Start(options => options.DataProtectionProvider = new EphemeralDataProtectionProvider());
        var sent = await same.GetRequiredService<ISentShareStore>().FindSentAsync("sent");

        Assert.Multiple(async () =>
        {
            Assert.That(sent?.Secret?.Reveal(), Is.EqualTo("SECRET-sent"));
            Assert.That(await Database.QueryAsync("SELECT xml FROM ocm_data_protection_keys"), Is.Empty);
            Assert.That(
                async () => await other.GetRequiredService<ISentShareStore>().FindSentAsync("sent"),
                Throws.InstanceOf<CryptographicException>().And.Message.Not.Contain("SECRET"));
        });
    }

    [Test]
    public async Task Unprotect_ValueOfAnotherKind_IsRefused()
    {
        await using var services = Database.Start();
        await StoreSecretsAsync(services);
        await using var database = Database.Open();
        await database.WriteAsync(
            Ocm.Stores.Sql.SqlWrite.Statement,
            (session, token) => session.Prepare("UPDATE ocm_sent_shares SET secret = (SELECT private_jwk FROM ocm_signing_keys)").ExecuteAsync(token));

        Assert.That(
            async () => await services.GetRequiredService<ISentShareStore>().FindSentAsync("sent"), Throws.InstanceOf<CryptographicException>());
    }

    private static async Task StoreSecretsAsync(ServiceProvider services)
    {
        await services.GetRequiredService<ISentShareStore>().TryAddSentAsync(TestData.Sent("sent", "SECRET-sent"), null);
        await services.GetRequiredService<IReceivedShareStore>().TryAddReceivedAsync(
            TestData.Received("received", "SECRET-received") with { Reshares = [new(OcmAddress.Parse("pierre@third.example.org"), "7", new SecretString("SECRET-reshare"))] }, null);
        await services.GetRequiredService<IInviteStore>().AddInviteAsync(TestData.Invite("SECRET-invite"));
        await services.GetRequiredService<IInviteAcceptanceStore>().TryAddAcceptanceAsync(TestData.Acceptance("SECRET-accepted"));
        await services.GetRequiredService<IContactStore>().PutContactAsync(TestData.Contact("albert"));
        await services.GetRequiredService<ISigningKeyStore>().TryAddKeyAsync(TestData.Key("one", "SECRET-key"), null);
        await services.GetRequiredService<IAccessTokenStore>().AddTokenAsync(TestData.Token("SECRET-token"));
    }
}
