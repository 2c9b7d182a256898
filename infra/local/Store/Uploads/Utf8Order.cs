using System.Text;

namespace Pipeline.Local.Store;

/// <summary>The order of S3's lists and of SQLite's indexes. .NET's ordinal order differs beyond the basic plane.</summary>
internal static class Utf8Order
{
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
