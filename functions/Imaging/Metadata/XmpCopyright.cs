using System.Xml;

namespace Pipeline.Imaging.Metadata;

/// <summary>Reads the copyright notice (<c>dc:rights</c>) of an XMP packet. Resolves no entities and loads nothing.</summary>
/// <seealso href="https://developer.adobe.com/xmp/docs/XMPNamespaces/dc/"/>
public static class XmpCopyright
{
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Rights = "rights";
    private const int MaxCharacters = 4 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        MaxCharactersInDocument = MaxCharacters,
    };

    /// <summary>Reads the notice in the default language, or else the first one.</summary>
    /// <param name="xmp">The packet, in UTF-8 or UTF-16.</param>
    /// <returns>Null if there is none or the packet is damaged before it.</returns>
    public static string? Read(ReadOnlySpan<byte> xmp)
    {
        if (xmp.IsEmpty)
        {
            return null;
        }

        string? notice = null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xmp.Trim("\0 \r\n\t"u8).ToArray()), Settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (reader.LocalName == Rights && reader.NamespaceURI == DublinCore)
                {
                    return ReadNotice(reader, ref notice);
                }

                // A short form that some programs write.
                if (reader.LocalName == "Description" && reader.GetAttribute(Rights, DublinCore) is { } attribute && CopyrightText.Normalize(attribute) is { } found)
                {
                    return found;
                }
            }
        }
        catch (XmlException)
        {
            // What was read before the damage counts.
        }

        return notice;
    }

    /// <summary>Reads the alternatives of the property, or its text if it has none.</summary>
    private static string? ReadNotice(XmlReader reader, ref string? notice)
    {
        if (reader.IsEmptyElement)
        {
            return null;
        }

        var depth = reader.Depth;
        var isDefault = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "li", NamespaceURI: Rdf })
            {
                isDefault = reader.XmlLang == "x-default";
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && CopyrightText.Normalize(reader.Value) is { } text)
            {
                notice = isDefault ? text : notice ?? text;
                if (isDefault)
                {
                    break;
                }
            }
        }

        return notice;
    }
}
