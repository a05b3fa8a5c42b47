using FsCheck.Fluent;

namespace Ocm.Addresses;

public sealed class AddressProperties
{
    [Test]
    public void TryParseHost_AnyText_NeverThrowsAndIsStable() => Seeded.Check(
        Texts.Any,
        text => !OcmHost.TryParse(text, out var host) || OcmHost.Parse(host.Value).Equals(host),
        runs: 2000);

    [Test]
    public void TryParseAddress_AnyText_NeverThrowsAndIsStable() => Seeded.Check(
        Texts.Any,
        text => !OcmAddress.TryParse(text, out var address) || OcmAddress.Parse(address.ToString()).Equals(address),
        runs: 2000);

    [Test]
    [Property("Requirement", "ADDR-01")]
    public void ParseThenFormat_ValidAddress_IsTheIdentity() => Seeded.Check(
        from identifier in Texts.Identifiers
        from host in Texts.HostsWithPort
        select (identifier, host),
        parts =>
        {
            var address = OcmAddress.Parse($"{parts.identifier}@{parts.host}");
            return address.Identifier == parts.identifier
                && address.Host == OcmHost.Parse(parts.host)
                && OcmAddress.Parse(address.ToString()) == address
                && OcmAddress.Parse(address.ToString()).ToString() == address.ToString();
        });

    [Test]
    [Property("Requirement", "ADDR-04")]
    public void Parse_HostInAnotherCase_IsTheSameServer() => Seeded.Check(
        Texts.HostsWithPort,
        text => OcmHost.Parse(text) == OcmHost.Parse(text.ToUpperInvariant()));

    [Test]
    public void FromUri_AnyHost_IsTheHostOfTheUri() => Seeded.Check(
        Texts.HostsWithPort,
        text => OcmHost.FromUri(new Uri($"https://{text}/ocm")) == OcmHost.Parse(text));
}
