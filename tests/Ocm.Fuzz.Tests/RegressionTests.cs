using System.Text;

namespace Ocm.Fuzz;

/// <summary>Inputs that broke something once.</summary>
public sealed class RegressionTests
{
    [TestCase("""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"YR","kid":"k","alg":"Ed25519"}]}""", TestName = "{m}(bits after the last byte)")]
    [TestCase("""{"\ud800":1,"keys":[]}""", TestName = "{m}(half a surrogate pair in a name)")]
    [TestCase("""{"keys":[{"kty":"\ud800","kid":"k"}]}""", TestName = "{m}(half a surrogate pair in a key)")]
    [TestCase("""{"keys":[{"\udc00":1,"kty":"OKP"}]}""", TestName = "{m}(half a surrogate pair in a key's member name)")]
    [TestCase("""{"keys":[{"use":"\ud800","key_ops":["\ud800"],"kty":"OKP"}]}""", TestName = "{m}(half a surrogate pair in a use)")]
    public void KeySets_Run(string json) => Assert.That(() => SignatureTargets.KeySets.Run(Encoding.UTF8.GetBytes(json)), Throws.Nothing);

    [TestCase("""{"requirements":["must-exchange-token"],"protocol":{"name":"webdav","options":{"sharedSecret":"s"}}}""", TestName = "{m}(requirements beside the form of OCM 1.0)")]
    [TestCase("""{"requirements":[1,["x"],"y",null],"protocol":{"name":"multi","webdav":{"uri":"x"},"webapp":{"uri":"x","requirements":[2]}}}""", TestName = "{m}(requirements that cannot be read)")]
    public void TolerantShares_Run(string json) =>
        Assert.That(() => ToleranceTargets.All.Single(target => target.Name == "tolerances of Share").Run(Encoding.UTF8.GetBytes(json)), Throws.Nothing);
}
