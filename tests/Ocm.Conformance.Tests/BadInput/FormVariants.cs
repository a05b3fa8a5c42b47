using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>What can be wrong with a parameter of a form, whatever it is for.</summary>
internal static class FormVariants
{
    internal const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>The form with each parameter in each variant.</summary>
    internal static IEnumerable<(string Parameter, string What, string Form)> Of(string form)
    {
        foreach (var parameter in form.Split('&'))
        {
            var name = parameter[..parameter.IndexOf('=', StringComparison.Ordinal)];
            yield return (name, "missing", string.Join('&', form.Split('&').Where(other => other != parameter)));
            yield return (name, "empty", With($"{name}="));
            yield return (name, "no value", With(name));
            yield return (name, "twice", $"{form}&{parameter}");
            yield return (name, "twice, escaped", $"{form}&%{(int)name[0]:X2}{name[1..]}=x");
            yield return (name, "raw control character", With($"{name}={FieldVariants.Marker}\u0001"));
            yield return (name, "not ASCII", With($"{name}={FieldVariants.Marker}\u00e9"));
            yield return (name, "over the limit of a message", With($"{name}={FieldVariants.Marker}" + new string('a', 2 * 1024 * 1024)));

            string With(string other) => form.Replace(parameter, other, StringComparison.Ordinal);
        }
    }
}
