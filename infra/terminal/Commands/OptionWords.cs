using System.CommandLine;

namespace Pipeline.Terminal.Commands;

/// <summary>Words of options that take one of several.</summary>
public static class OptionWords
{
    /// <summary>Refuses other words.</summary>
    public static void RequireOneOf<T>(this Option<T> option, params IReadOnlyList<string> words) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !words.Contains(token.Value))
        {
            result.AddError($"{option.Name} is '{token.Value}'; it must be {string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}.");
        }
    });
}
