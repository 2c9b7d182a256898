using System.Text;

namespace Pipeline.Core.Markup;

/// <summary>Text in HTML.</summary>
internal static class HtmlText
{
    /// <summary>Escapes a text for an attribute's value between quotation marks. Other characters stay readable.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
