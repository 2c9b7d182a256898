namespace Pipeline.Core.Renditions;

/// <summary>Suggests what somebody who misspelled a word may have meant.</summary>
internal static class Suggestion
{
    /// <summary>As a clause of its own: the most similar property, or else all known properties.</summary>
    public static string AsSentence(string word, IEnumerable<string> known) =>
        FindNearest(word, known) is { } nearest ? $"did you mean \"{nearest}\"?" : $"the known properties are {string.Join(", ", known)}";

    /// <summary>As a suffix of a sentence; empty if no known word is similar.</summary>
    public static string AsSuffix(string word, IEnumerable<string> known) =>
        FindNearest(word, known) is { } nearest ? $" (did you mean \"{nearest}\"?)" : "";

    private static string? FindNearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: EditDistance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(pair => pair.distance <= Math.Max(1, pair.candidate.Length / 3))
        .OrderBy(pair => pair.distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Levenshtein distance: the number of letters to add, remove or change.</summary>
    private static int EditDistance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > b.Length)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
