using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Pipeline.Terminal.Commands;

/// <summary>Says what is wrong with a command line, one line per error.</summary>
internal static class UsageErrors
{
    // The library's own texts. They name types of .NET, or repeat what this class says of unknown words.
    private const string UnknownWord = "Unrecognized command or argument";
    private const string WrongType = "as expected type";
    private const string NoCommand = "Required command";

    /// <summary>
    /// Words that look like options and were taken for arguments, such as file names. After <c>--</c> every word is an argument.
    /// </summary>
    public static IReadOnlyList<string> FindUnknownOptions(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : [
            .. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
                .Where(value => value.Length > 1 && value.StartsWith('-') && !Path.Exists(value)),
        ];

    /// <summary>Names of arguments that are empty texts, as from a variable of a script that is not set. None of the commands takes one.</summary>
    public static IReadOnlyList<string> FindEmptyArguments(ParseResult parsed) =>
    [
        .. parsed.CommandResult.Children.OfType<ArgumentResult>().Where(argument => argument.Tokens.Any(token => token.Value.Length == 0))
            .Select(argument => argument.Argument.Name),
    ];

    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        // An unknown option that was taken for an argument also moves the arguments behind it.
        if (FindUnknownOptions(parsed) is { Count: > 0 } unknown)
        {
            foreach (var option in unknown)
            {
                yield return DescribeUnknown(option, parsed.CommandResult);
            }

            yield break;
        }

        if (FindEmptyArguments(parsed) is { Count: > 0 } empty)
        {
            foreach (var name in empty)
            {
                yield return $"{name} is ''; it must not be empty.";
            }

            yield break;
        }

        if (parsed is { UnmatchedTokens: [var first, ..], CommandResult.Command: { Subcommands.Count: > 0 } })
        {
            // What follows an unknown command belongs to that command.
            yield return DescribeUnknown(first, parsed.CommandResult);
            yield break;
        }

        foreach (var token in parsed.UnmatchedTokens)
        {
            yield return DescribeUnknown(token, parsed.CommandResult);
        }

        foreach (var error in parsed.Errors.Where(error => !error.Message.StartsWith(UnknownWord, StringComparison.Ordinal)))
        {
            yield return error switch
            {
                { SymbolResult: OptionResult option } when IsWrongType(error) => DescribeValue(option.Option.Name, option.Option.ValueType, option.Tokens),
                { SymbolResult: ArgumentResult { Parent: OptionResult option } } when IsWrongType(error) =>
                    DescribeValue(option.Option.Name, option.Option.ValueType, option.Tokens),
                { SymbolResult: ArgumentResult argument } when IsWrongType(error) =>
                    DescribeValue(argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
                _ when error.Message.StartsWith(NoCommand, StringComparison.Ordinal) => DescribeMissingCommand(parsed.CommandResult),
                _ => error.Message,
            };
        }
    }

    private static string DescribeUnknown(string token, CommandResult command) =>
        token.StartsWith('-') ? $"'{token}' is not an option of '{CommandPath.FormatShort(command)}'."
        : command.Command.Subcommands.Count > 0 ? $"'{token}' is not a command of '{CommandPath.FormatShort(command)}'."
        : $"'{CommandPath.FormatShort(command)}' does not take '{token}'.";

    private static string DescribeMissingCommand(CommandResult command) =>
        $"'{CommandPath.FormatShort(command)}' needs a command: {string.Join(", ", command.Command.Subcommands.Select(subcommand => subcommand.Name))}.";

    private static bool IsWrongType(ParseError error) => error.Message.Contains(WrongType, StringComparison.Ordinal);

    private static string DescribeValue(string name, Type type, IReadOnlyList<Token> tokens)
    {
        var value = string.Join(' ', tokens.Select(token => token.Value));
        return $"{name} is '{value}'; it must be {DescribeType(Nullable.GetUnderlyingType(type) ?? type, value)}.";
    }

    private static string DescribeType(Type type, string value) =>
        type == typeof(int) && IsInteger(value) ? $"a whole number from {int.MinValue} to {int.MaxValue}"
        : type == typeof(long) && IsInteger(value) ? $"a whole number from {long.MinValue} to {long.MaxValue}"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) || type == typeof(decimal) ? "a number"
        : type == typeof(bool) ? "true or false"
        : typeof(FileSystemInfo).IsAssignableFrom(type) ? "a path"
        : "of another form";

    private static bool IsInteger(string value) => BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
