using System.CommandLine;

namespace Pipeline.Local.Commands;

/// <summary>Creates options that take one of several words. The first one is the default.</summary>
internal static class ChoiceOption
{
    public static Option<string> Create(string name, string description, IReadOnlyList<string> words)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => words[0] };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value))
            {
                result.AddError($"{name} is {(token.Value.Length > 0 ? token.Value : "''")}; it must be {string.Join(" or ", words)}.");
            }
        });
        return option;
    }
}
