using System.CommandLine;
using System.Globalization;

namespace Pipeline.Terminal.Commands;

/// <summary>Bounds of options that take a whole number.</summary>
public static class OptionRange
{
    /// <summary>Refuses numbers outside of the bounds. The largest number of a type is no bound, and is not named.</summary>
    public static void RequireRange<T>(this Option<T> option, long min, long max) => option.Validators.Add(result =>
    {
        // System.CommandLine itself reports what is no number of the option's type, but only after the validators.
        if (result.Tokens is [var token] && TryParse<T>(token.Value, out var value) && (value < min || value > max))
        {
            result.AddError($"{option.Name} is {value}; it must be {(max is int.MaxValue or long.MaxValue ? $"at least {min}" : $"between {min} and {max}")}.");
        }
    });

    private static bool TryParse<T>(string text, out long value) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out value)
        && ((Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) != typeof(int) || value is >= int.MinValue and <= int.MaxValue);
}
