using System.Text;
using System.Xml;
using Pipeline.Photo.Text;

namespace Pipeline.Photo.Xmp;

/// <summary>
/// Reads an XMP packet: properties as elements and as attributes, arrays, alternatives by language, and the structure of the flash.
/// Resolves no entities, loads nothing, and does not recurse. Damage ends the search; what was found before it counts.
/// </summary>
/// <seealso href="https://developer.adobe.com/xmp/docs/XMPSpecifications/">XMP part 1, 7</seealso>
internal static class XmpReading
{
    private const int MaxCharacters = 4 << 20;

    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        CheckCharacters = false,
        MaxCharactersInDocument = MaxCharacters,
    };

    /// <param name="packet">Any bytes.</param>
    /// <param name="extension">Any bytes: a second packet.</param>
    /// <param name="withLocation">Whether to read the location, too.</param>
    public static XmpValues Read(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> extension, bool withLocation)
    {
        var values = new XmpValues();
        Add(packet, values, withLocation);
        Add(extension, values, withLocation);
        return values;
    }

    private static void Add(ReadOnlySpan<byte> packet, XmpValues values, bool withLocation)
    {
        if (packet.IsEmpty)
        {
            return;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(Decode(packet)), Settings);
            Read(reader, values, withLocation);
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
        {
            // What was read before the damage counts.
        }
    }

    private static void Read(XmlReader reader, XmpValues values, bool withLocation)
    {
        // The depth of the description whose properties are read, of the property inside it, and the language of its current value.
        var (description, property, language) = (-1, (XmpProperty?)null, (string?)null);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (description < 0 || reader.Depth <= description)
                {
                    var isDescription = reader is { LocalName: "Description", NamespaceURI: XmpNames.Rdf };
                    description = isDescription && !reader.IsEmptyElement ? reader.Depth : -1;
                    property = null;
                    if (isDescription)
                    {
                        ReadAttributes(reader, values, withLocation);
                    }
                }
                else if (reader.Depth == description + 1)
                {
                    property = XmpNames.Find(reader.NamespaceURI, reader.LocalName, withLocation);
                    language = null;
                    if (reader is { LocalName: "Flash", NamespaceURI: XmpNames.Exif })
                    {
                        property = XmpProperty.FlashFired;
                        AddFired(reader, values);
                    }
                    else if (property is { } linked && reader.GetAttribute("resource", XmpNames.Rdf) is { } link)
                    {
                        values.Add(linked, null, link);
                    }
                }
                else if (property == XmpProperty.FlashFired)
                {
                    AddFired(reader, values);
                    language = reader is { LocalName: "Fired", NamespaceURI: XmpNames.Exif } ? "fired" : null;
                }
                else if (property is not null && reader is { LocalName: "li", NamespaceURI: XmpNames.Rdf })
                {
                    language = reader.XmlLang;
                }
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && property is { } found && (found != XmpProperty.FlashFired || language == "fired"))
            {
                values.Add(found, language, reader.Value);
            }
        }
    }

    private static void AddFired(XmlReader reader, XmpValues values)
    {
        if (reader.GetAttribute("Fired", XmpNames.Exif) is { } fired)
        {
            values.Add(XmpProperty.FlashFired, null, fired);
        }
    }

    private static void ReadAttributes(XmlReader reader, XmpValues values, bool withLocation)
    {
        while (reader.MoveToNextAttribute())
        {
            if (XmpNames.Find(reader.NamespaceURI, reader.LocalName, withLocation) is { } property)
            {
                values.Add(property, null, reader.Value);
            }
        }

        reader.MoveToElement();
    }

    /// <summary>Decodes UTF-8, UTF-16 and UTF-32; bytes that are not UTF-8 are repaired.</summary>
    private static string Decode(ReadOnlySpan<byte> packet)
    {
        packet = packet[..Math.Min(packet.Length, MaxCharacters)];
        var text = packet switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [(byte)'<', 0, 0, 0, ..] => Encoding.UTF32.GetString(packet),
            [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => Encoding.Unicode.GetString(packet),
            [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => Encoding.BigEndianUnicode.GetString(packet),
            _ => MetadataText.Decode(packet),
        };
        // XML may not begin with white space before its declaration, nor contain zeros.
        return text.Trim('\uFEFF', '\0', ' ', '\r', '\n', '\t');
    }
}
