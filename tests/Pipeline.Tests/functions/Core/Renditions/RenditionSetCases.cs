namespace Pipeline.Tests.Core.Renditions;

/// <summary>Valid and invalid rendition-set files. The reader and the published schema must agree on each.</summary>
internal static class RenditionSetCases
{
    /// <summary>Files in <c>statemachine/samples</c>.</summary>
    public static IReadOnlyList<string> SampleFiles { get; } = ["renditions.json", "renditions-by-prefix.json"];

    public static IReadOnlyList<string> Valid { get; } =
    [
        """{"renditions": [{"name": "a", "width": 1}]}""",
        """{"renditions": [{"name": "a", "height": 16383}], "keepCopyright": true, "$schema": "x"}""",
        """{"colours": "p3", "renditions": [{"name": "a", "width": 1}]}""",
        """{"colours": "srgb", "renditions": [{"name": "a", "width": 1}]}""",
        """{"renditions": [{"name": "a", "width": 3.2e2}, {"name": "b", "width": 320.0}]}""",
        Set(CompleteRendition("", "")),
        Set(CompleteRendition("\"fit\": \"cover\"", "\"fit\": \"fill\"")),
        Set(CompleteRendition("\"centre\"", "\"center\"")),
        Set(CompleteRendition("\"centre\"", "\"northeast\"")),
        Set(CompleteRendition("\"centre\"", "\"focal\"")),
        """{"renditions": [{"name": "a", "width": 1, "watermark": false}]}""",
        Set(CompleteRendition("\"effort\": 3", "\"effort\": 0")),
        Set(CompleteRendition("\"effort\": 3", "\"effort\": 6")),
        """{"renditions": [{"name": "a", "width": 1, "format": "avif", "effort": 9}]}""",
        """{"renditions": [{"name": "a", "width": 1, "effort": 6}]}""",
        """{"renditions": [{"name": "a", "width": 1, "format": "same"}]}""",
        Set(CompleteRendition("#a1B2c3", "#a1B2c3d4")),
        Set(string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"name": "r{{i}}", "width": 1}"""))),
        $$"""{"renditions": [{"name": "{{new string('z', 64)}}", "width": 1}]}""",
        Sets($"{OtherKeys}, {SetOf("\"avatars/\"")}, {SetOf("\"avatars/large/\"")}"),
        Sets(SetOf("\"\"")),
        Sets($$"""{{OtherKeys}}, {"prefix": "a/", "watermark": false, "renditions": [{"name": "a", "width": 1}]}"""),
        $$"""{"colours": "p3", "renditions": [{"name": "a", "width": 1}], "sets": [{"prefix": "a/", "colours": "srgb", "renditions": [{"name": "a", "height": 2}]}]}""",
        $$"""{"renditions": [{"name": "a", "width": 1}], "sets": [{"prefix": "é 日本", "keepCopyright": true, "renditions": [{"name": "a", "height": 2}]}]}""",
        $$"""{"renditions": [{"name": "a", "width": 1}], "keepCopyright": true, "sets": [{{SetOf($"\"{new string('p', 1024)}\"")}}]}""",
        Sets(string.Join(',', Enumerable.Range(0, 99).Select(i => SetOf($"\"{i}/\"")).Prepend(OtherKeys))),
    ];

    /// <summary>Document, path of the problem, and its message.</summary>
    public static IReadOnlyList<(string Json, string Path, string Message)> Invalid { get; } =
    [
        ("[]", "$", "is []; it must be an object"),
        ("{}", "$", "has no \"renditions\"; it must have 1 to 40"),
        ("""{"renditions": {}}""", "$.renditions", "is {}; it must be an array of 1 to 40 elements"),
        ("""{"renditions": []}""", "$.renditions", "has 0 elements; it must have 1 to 40"),
        (Set(string.Join(',', Enumerable.Range(0, 41).Select(i => $$"""{"name": "r{{i}}", "width": 1}"""))),
            "$.renditions", "has 41 elements; it must have 1 to 40"),
        ("""{"renditions": [7]}""", "$.renditions[0]", "is 7; it must be an object"),
        ("""{"rendition": [], "renditions": [{"name": "a", "width": 1}]}""", "$.rendition", "is not known; did you mean \"renditions\"?"),
        ("""{"$schema": 1, "renditions": [{"name": "a", "width": 1}]}""", "$.$schema", "is 1; it must be a string"),
        ("""{"keepCopyright": "yes", "renditions": [{"name": "a", "width": 1}]}""",
            "$.keepCopyright", "is \"yes\"; it must be true or false"),
        ("""{"colours": "P3", "renditions": [{"name": "a", "width": 1}]}""", "$.colours", "is \"P3\"; it must be one of srgb, p3 (did you mean \"p3\"?)"),
        ("""{"colours": true, "renditions": [{"name": "a", "width": 1}]}""", "$.colours", "is true; it must be one of srgb, p3"),
        ("""{"renditions": [{"width": 1}]}""", "$.renditions[0]", "has no \"name\"; it needs one for its file name"),
        ("""{"renditions": [{"name": "a"}]}""", "$.renditions[0]", "has neither \"width\" nor \"height\"; it must have at least one of them"),
        ("""{"renditions": [{"name": "", "width": 1}]}""", "$.renditions[0].name", "is \"\"; it must be 1 to 64 characters from a-z, 0-9, - and _"),
        ("""{"renditions": [{"name": "../x", "width": 1}]}""", "$.renditions[0].name", "is \"../x\"; it must be 1 to 64 characters from a-z, 0-9, - and _"),
        ("""{"renditions": [{"name": "A", "width": 1}]}""", "$.renditions[0].name", "is \"A\"; it must be 1 to 64 characters from a-z, 0-9, - and _"),
        (Set(CompleteRendition("\"width\": 10", "\"width\": 0")), "$.renditions[0].width", "is 0; it must be between 1 and 16383"),
        (Set(CompleteRendition("\"width\": 10", "\"width\": 20000")), "$.renditions[0].width", "is 20000; it must be between 1 and 16383"),
        (Set(CompleteRendition("\"width\": 10", "\"width\": 10.5")), "$.renditions[0].width", "is 10.5; it must be a whole number between 1 and 16383"),
        (Set(CompleteRendition("\"width\": 10", "\"width\": \"10\"")), "$.renditions[0].width", "is \"10\"; it must be a whole number between 1 and 16383"),
        (Set(CompleteRendition("\"width\": 10", "\"width\": null")), "$.renditions[0].width", "is null; it must be a whole number between 1 and 16383"),
        (Set(CompleteRendition("\"height\": 20", "\"height\": -1")), "$.renditions[0].height", "is -1; it must be between 1 and 16383"),
        (Set(CompleteRendition("\"quality\": 70", "\"quality\": 0")), "$.renditions[0].quality", "is 0; it must be between 1 and 100"),
        (Set(CompleteRendition("\"quality\": 70", "\"quality\": 101")), "$.renditions[0].quality", "is 101; it must be between 1 and 100"),
        (Set(CompleteRendition("\"effort\": 3", "\"effort\": 7")), "$.renditions[0].effort", "is 7; it must be between 0 and 6"),
        (Set(CompleteRendition("\"effort\": 3", "\"effort\": -1")), "$.renditions[0].effort", "is -1; it must be between 0 and 6"),
        (Set(CompleteRendition("\"effort\": 3", "\"effort\": \"most\"")), "$.renditions[0].effort", "is \"most\"; it must be a whole number between 0 and 6"),
        ("""{"renditions": [{"name": "a", "width": 1, "effort": 7}]}""", "$.renditions[0].effort", "is 7; it must be between 0 and 6"),
        ("""{"renditions": [{"name": "a", "width": 1, "format": "avif", "effort": 10}]}""", "$.renditions[0].effort", "is 10; it must be between 0 and 9"),
        (Set(CompleteRendition("\"webp\"", "\"jpeg\"")), "$.renditions[0].effort", "is 3; only webp and avif have an effort: leave it out or set \"format\" to one of them"),
        (Set(CompleteRendition("\"webp\"", "\"png\"")), "$.renditions[0].effort", "is 3; only webp and avif have an effort: leave it out or set \"format\" to one of them"),
        (Set(CompleteRendition("\"webp\"", "\"same\"")), "$.renditions[0].effort", "is 3; only webp and avif have an effort: leave it out or set \"format\" to one of them"),
        (Set(CompleteRendition("\"cover\"", "\"crop\"")), "$.renditions[0].fit", "is \"crop\"; it must be one of inside, cover, contain, fill"),
        (Set(CompleteRendition("\"cover\"", "\"Cover\"")), "$.renditions[0].fit",
            "is \"Cover\"; it must be one of inside, cover, contain, fill (did you mean \"cover\"?)"),
        (Set(CompleteRendition("\"centre\"", "\"northEast\"")), "$.renditions[0].gravity",
            "is \"northEast\"; it must be one of centre, center, north, northeast, east, southeast, south, southwest, west, northwest, "
            + "attention, focal (did you mean \"northeast\"?)"),
        (Set(CompleteRendition("\"webp\"", "\"jpg\"")), "$.renditions[0].format",
            "is \"jpg\"; it must be one of jpeg, png, webp, avif, same (did you mean \"jpeg\"?)"),
        (Set(CompleteRendition("\"webp\"", "3")), "$.renditions[0].format", "is 3; it must be one of jpeg, png, webp, avif, same"),
        (Set(CompleteRendition("#a1B2c3", "white")), "$.renditions[0].background", "is \"white\"; it must be a colour, #rrggbb or #rrggbbaa"),
        (Set(CompleteRendition("#a1B2c3", "#fff")), "$.renditions[0].background", "is \"#fff\"; it must be a colour, #rrggbb or #rrggbbaa"),
        (Set(CompleteRendition("#a1B2c3", "#a1B2cg")), "$.renditions[0].background", "is \"#a1B2cg\"; it must be a colour, #rrggbb or #rrggbbaa"),
        (Set(CompleteRendition("\"enlarge\": true", "\"enlarge\": 1")), "$.renditions[0].enlarge", "is 1; it must be true or false"),
        (Set(CompleteRendition("\"first\"", "\"last\"")), "$.renditions[0].animation", "is \"last\"; it must be one of keep, first"),
        ("""{"watermark": true, "renditions": [{"name": "a", "width": 1}]}""", "$.watermark", "is true; it must be an object"),
        ("""{"watermark": {"scale": 0.5}, "renditions": [{"name": "a", "width": 1}]}""", "$.watermark", "has no \"file\"; it must name a PNG"),
        ("""{"renditions": [{"name": "a", "width": 1, "watermark": "logo.png"}]}""",
            "$.renditions[0].watermark", "is \"logo.png\"; it must be true, false or an object"),
        (Set(CompleteRendition("\"quality\"", "\"qualty\"")), "$.renditions[0].qualty", "is not known; did you mean \"quality\"?"),
        (Set(CompleteRendition("\"quality\"", "\"sharpen much\"")), "$.renditions[0]['sharpen much']",
            "is not known; the known properties are name, width, height, fit, gravity, format, quality, effort, background, enlarge, animation, watermark"),
        ("""{"renditions": [{"name": "a", "width": 1}], "sets": {}}""", "$.sets", "is {}; it must be an array of 1 to 100 elements"),
        ("""{"renditions": [{"name": "a", "width": 1}], "sets": []}""", "$.sets", "has 0 elements; it must have 1 to 100"),
        (Sets(string.Join(',', Enumerable.Range(0, 100).Select(i => SetOf($"\"{i}/\"")).Prepend(OtherKeys))), "$.sets", "has 101 elements; it must have 1 to 100"),
        ("""{"set": [], "renditions": [{"name": "a", "width": 1}]}""", "$.set", "is not known; did you mean \"sets\"?"),
        (Sets("7"), "$.sets[0]", "is 7; it must be an object"),
        (Sets(SetOf("\"a/\"")), "$",
            "has neither \"renditions\" nor a set with the prefix \"\"; one of them must say what to make of all other keys"),
        ($$"""{"renditions": [{"name": "a", "width": 1}], "sets": [{{SetOf("\"a/\"")}}, {{OtherKeys}}]}""", "$.sets[1].prefix",
            "is \"\", which stands for all other keys, as $.renditions does; remove one of the two"),
        (Sets($$"""{{OtherKeys}}, {"renditions": [{"name": "a", "width": 1}]}"""), "$.sets[1]", "has no \"prefix\"; it must say which keys the set is for"),
        (Sets($$"""{{OtherKeys}}, {"prefix": "a/"}"""), "$.sets[1]", "has no \"renditions\"; it must have 1 to 40"),
        (Sets(SetOf("null")), "$.sets[0].prefix", "is null; it must be a string"),
        (Sets(SetOf($"\"{new string('p', 1025)}\"")), "$.sets[0].prefix", "has 1025 bytes; it must have at most 1024, like a key"),
        (Sets($$"""{{OtherKeys}}, {"prefix": "a/", "renditions": []}"""), "$.sets[1].renditions", "has 0 elements; it must have 1 to 40"),
        (Sets($$"""{{OtherKeys}}, {"prefix": "a/", "renditions": [{"name": "a", "width": 0}]}"""),
            "$.sets[1].renditions[0].width", "is 0; it must be between 1 and 16383"),
        (Sets($$"""{{OtherKeys}}, {"prefix": "a/", "keepCopyright": 1, "renditions": [{"name": "a", "width": 1}]}"""),
            "$.sets[1].keepCopyright", "is 1; it must be true or false"),
        (Sets($$"""{{OtherKeys}}, {"prefix": "a/", "watermark": "logo.png", "renditions": [{"name": "a", "width": 1}]}"""),
            "$.sets[1].watermark", "is \"logo.png\"; it must be true, false or an object"),
        (Sets($$"""{{OtherKeys}}, {"prefx": "", "prefix": "a/", "renditions": [{"name": "a", "width": 1}]}"""),
            "$.sets[1].prefx", "is not known; did you mean \"prefix\"?"),
    ];

    private static string OtherKeys => SetOf("\"\"");

    /// <summary>A rendition with every property and one part replaced.</summary>
    private static string CompleteRendition(string oldPart, string newPart)
    {
        const string Rendition = """
            {"name": "a", "width": 10, "height": 20, "fit": "cover", "gravity": "centre", "format": "webp",
             "quality": 70, "effort": 3, "background": "#a1B2c3", "enlarge": true, "animation": "first"}
            """;
        return oldPart.Length == 0 ? Rendition : Rendition.Replace(oldPart, newPart, StringComparison.Ordinal);
    }

    private static string Set(string renditions) => $$"""{"renditions": [{{renditions}}]}""";

    private static string Sets(string sets) => $$"""{"sets": [{{sets}}]}""";

    /// <param name="prefix">The prefix as JSON.</param>
    private static string SetOf(string prefix) => $$"""{"prefix": {{prefix}}, "renditions": [{"name": "a", "width": 1}]}""";
}
