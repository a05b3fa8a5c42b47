using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Ocm.Serialization;

namespace Ocm.Conformance.Schemas;

/// <summary>The summaries in the XML documentation of Ocm.Abstractions, as plain text.</summary>
internal static class Documentation
{
    private static readonly Dictionary<string, XElement> Summaries = XDocument
        .Load(Path.ChangeExtension(typeof(OcmJson).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);

    internal static string? Of(MemberInfo member) => Text(member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}");

    private static string? Text(string id)
    {
        if (!Summaries.TryGetValue(id, out var summary))
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var node in summary.DescendantNodes())
        {
            if (node is XText part)
            {
                text.Append(part.Value);
            }
            else if (node is XElement { Name.LocalName: "see" } see && see.Attribute("cref")?.Value is { } cref)
            {
                text.Append(cref[(cref.LastIndexOf('.') + 1)..]);
            }
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
