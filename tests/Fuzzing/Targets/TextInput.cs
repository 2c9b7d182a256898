using System.Text;

namespace Pipeline.Fuzzing.Targets;

/// <summary>Inputs of several texts: a line of three dashes separates them.</summary>
internal static class TextInput
{
    private const string Separator = "\n---\n";

    /// <returns>As many texts as asked for; missing ones are empty.</returns>
    public static string[] Split(byte[] input, int count)
    {
        var texts = Encoding.UTF8.GetString(input).Split(Separator, count);
        return [.. texts, .. Enumerable.Repeat("", count - texts.Length)];
    }
}
