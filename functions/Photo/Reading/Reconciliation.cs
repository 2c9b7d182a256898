using Pipeline.Photo.Iptc;
using Pipeline.Photo.Text;
using Pipeline.Photo.Xmp;

namespace Pipeline.Photo.Reading;

/// <summary>
/// Chooses between IPTC and XMP as the Metadata Working Group prescribes: XMP, unless IPTC is the newer. IPTC's texts have a maximum
/// length; where XMP continues a text that IPTC cut, it counts.
/// </summary>
/// <seealso href="https://web.archive.org/web/20180919181934/http://www.metadataworkinggroup.org/pdf/mwg_guidance.pdf">Metadata Working Group, Guidelines 2.0, 3.3.2</seealso>
internal sealed class Reconciliation(IptcValues iptc, XmpValues xmp)
{
    public string? GetText(int iptcTag, XmpProperty property, int maxIptcLength)
    {
        var (older, newer) = (iptc.GetText(iptcTag), xmp.GetText(property));
        return iptc.IsNewerThanXmp ? Complete(older, newer, maxIptcLength) ?? newer : newer ?? older;
    }

    public IReadOnlyList<string> GetTexts(int iptcTag, XmpProperty property, int maxIptcLength)
    {
        var (older, newer) = (iptc.GetTexts(iptcTag), xmp.GetTexts(property));
        return iptc.IsNewerThanXmp && older.Count > 0 ? [.. older.Select((text, index) => Complete(text, newer.ElementAtOrDefault(index), maxIptcLength)!)]
            : newer.Count > 0 ? newer
            : older;
    }

    public static string? Join(IReadOnlyList<string> texts) => texts.Count == 0 ? null : MetadataText.Clean(string.Join("; ", texts));

    private static string? Complete(string? cut, string? whole, int maxLength) =>
        cut?.Length == maxLength && whole?.Length > maxLength && whole.StartsWith(cut, StringComparison.Ordinal) ? whole : cut;
}
