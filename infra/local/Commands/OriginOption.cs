using System.CommandLine;
using Pipeline.Local.Serving;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--allow-origin</c>: other origins whose pages may use the host.</summary>
internal static class OriginOption
{
    public static Option<AllowedOrigins?> Create() => new("--allow-origin")
    {
        Description = "Origin whose pages may use the host (CORS), such as http://localhost:3000; * for every page of every site. Repeat it for others.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var origins = new List<string>();
            foreach (var token in result.Tokens)
            {
                if (AllowedOrigins.TryParse(token.Value) is { } origin)
                {
                    origins.Add(origin);
                }
                else
                {
                    result.AddError($"--allow-origin is '{token.Value}'; it must be scheme, host and port only, such as http://localhost:3000, or *.");
                }
            }

            return new AllowedOrigins(origins);
        },
    };
}
