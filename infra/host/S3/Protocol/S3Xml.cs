using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Host.S3.Protocol;

/// <summary>Reads and writes S3's XML.</summary>
internal static class S3Xml
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>Maximum size of a request, in bytes: enough for 1,000 escaped keys of 1,024 bytes and their tags.</summary>
    private const int MaxBytes = 8 << 20;

    /// <summary>Responds with a document.</summary>
    /// <param name="http">Request and response.</param>
    /// <param name="root">Name of the root element.</param>
    /// <param name="write">Writes the content of the root element.</param>
    public static Task WriteAsync(HttpContext http, string root, Action<XmlWriter> write) =>
        SendAsync(http, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartElement(root, Namespace);
            write(writer);
            writer.WriteEndElement();
        });

    /// <summary>Responds with a document whose root element has no namespace.</summary>
    public static Task WriteDocumentAsync(HttpContext http, int status, string root, Action<XmlWriter> write) =>
        SendAsync(http, status, writer =>
        {
            writer.WriteStartElement(root);
            write(writer);
            writer.WriteEndElement();
        });

    /// <summary>Responds with an error. The root element has no namespace; a HEAD request gets the status only.</summary>
    public static Task WriteErrorAsync(HttpContext http, S3Exception error, string requestId)
    {
        if (error.Details.FirstOrDefault(detail => detail.Name == "ContentRange") is { Value: { } range })
        {
            http.Response.Headers.ContentRange = range;
        }

        return SendAsync(http, error.Status, writer =>
        {
            writer.WriteStartElement("Error");
            writer.WriteElementString("Code", error.Code);
            writer.WriteElementString("Message", error.Message);
            foreach (var (name, value) in error.Details)
            {
                writer.WriteElementString(name, value);
            }

            writer.WriteElementString("Resource", http.Request.Path.Value);
            writer.WriteElementString("RequestId", requestId);
            writer.WriteElementString("HostId", requestId);
            writer.WriteEndElement();
        });
    }

    /// <summary>Reads the body of a request: one document with the given root element, in S3's namespace or none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="root">Name of the root element.</param>
    /// <param name="maxElements">Maximum number of elements.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone.</param>
    /// <exception cref="XmlException">The body is not well-formed XML, or has a DTD.</exception>
    /// <exception cref="S3Exception">
    /// The document is too long, too deep, has too many elements or another root element, or contains invalid UTF-8 or an unpaired surrogate.
    /// </exception>
    public static async Task<XElement> ReadAsync(Stream body, string root, int maxElements, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(body, cancellationToken);
        new XmlBounds(maxElements).Check(text);
        // Keys can contain characters that XML 1.0 forbids even as character references, but clients send such references.
        using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false, XmlResolver = null });
        var found = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        if (found.DescendantNodes().OfType<XText>().Any(node => !IsWellFormed(node.Value)))
        {
            throw S3Errors.MalformedXml("It contains an unpaired surrogate.");
        }

        return found.Name.LocalName == root ? found : throw S3Errors.MalformedXml($"Its root element is {found.Name.LocalName}, not {root}.");
    }

    private static async Task<string> ReadTextAsync(Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (text.Length + count > MaxBytes)
            {
                throw S3Errors.MalformedXml($"It has more than {MaxBytes} bytes.");
            }

            text.Write(buffer, 0, count);
        }

        try
        {
            text.Position = 0;
            using var reader = new StreamReader(text, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw S3Errors.MalformedXml("It is not UTF-8.");
        }
    }

    /// <summary>Child elements with a name, in any namespace.</summary>
    public static IEnumerable<XElement> ElementsNamed(this XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>Text of the first child element with a name; null if there is none.</summary>
    public static string? ElementText(this XElement parent, string name) => parent.ElementsNamed(name).FirstOrDefault()?.Value;

    public static void WriteElement(this XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, value);
        }
    }

    public static void WriteElement(this XmlWriter writer, string name, long value) =>
        writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void WriteElement(this XmlWriter writer, string name, bool value) => writer.WriteElementString(name, value ? "true" : "false");

    public static void WriteElement(this XmlWriter writer, string name, DateTimeOffset value) =>
        writer.WriteElementString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Writes the owner, which is the same for everything on this host.</summary>
    public static void WriteOwner(this XmlWriter writer, string name = "Owner")
    {
        writer.WriteStartElement(name);
        writer.WriteElementString("ID", "local");
        writer.WriteElementString("DisplayName", "local");
        writer.WriteEndElement();
    }

    private static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task SendAsync(HttpContext http, int status, Action<XmlWriter> write)
    {
        using var text = new MemoryStream();
        using (var writer = XmlWriter.Create(text, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false }))
        {
            write(writer);
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), http.RequestAborted);
    }
}
