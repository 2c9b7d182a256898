using System.Xml;

namespace Pipeline.Host.S3.Protocol;

/// <summary>The access rights of everything on this host: its owner's, in full.</summary>
internal static class AccessRights
{
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Writes the content of an <c>AccessControlPolicy</c>.</summary>
    public static void Write(XmlWriter writer)
    {
        writer.WriteOwner();
        writer.WriteStartElement("AccessControlList");
        writer.WriteStartElement("Grant");
        writer.WriteStartElement("Grantee");
        writer.WriteAttributeString("xsi", "type", SchemaInstance, "CanonicalUser");
        writer.WriteElement("ID", "local");
        writer.WriteElement("DisplayName", "local");
        writer.WriteEndElement();
        writer.WriteElement("Permission", "FULL_CONTROL");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
