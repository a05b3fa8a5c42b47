using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Ocm.Samples.Peer.Pages;

/// <summary>Text of other servers and people in a page: encoded, and without the characters that turn or hide the text around them.</summary>
internal static class PeerText
{
    private const int MaxLength = 200;

    public static string Encode(string? text)
    {
        var visible = new StringBuilder();
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            // Format characters turn the direction of writing, or cannot be seen; the others are line breaks and worse.
            visible.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                ? Rune.ReplacementChar : rune);
            if (visible.Length >= MaxLength)
            {
                visible.Append('…');
                break;
            }
        }

        return HtmlEncoder.Default.Encode(visible.ToString());
    }
}
