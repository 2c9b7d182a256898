using Pipeline.Interpreter.TestCases;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class MapItemTests
{
    private const string Nested = """
        {"StartAt":"Outer","States":{"Outer":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"Inner","States":{"Inner":{"Type":"Map","End":true,
          "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,
            "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":null,"Next":"Lost"}]},"Lost":{"Type":"Pass","Result":"lost","End":true}}}}}}}}}
        """;

    private const string Distributed = """
        {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
          "StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}}}}
        """;

    [Fact]
    public async Task ResponsesOfAnItemGoBeforeThoseOfItsState() => Assert.Empty(await RunAsync(
        Nested,
        "[[1,2],[3,4]]",
        """{"T":[{"output":"any"}],"T[1]":[{"output":"second row"}],"T[1][0]":[{"error":"Gone"}]}""",
        """{"T":4,"T[1]":2,"T[0][1]":[{"input":2}]}""",
        """[["any","any"],["lost","second row"]]"""));

    [Fact]
    public async Task ItemsOfADistributedMapHaveResponsesToo() => Assert.Empty(await RunAsync(
        Distributed, "[1,2,3]", """{"T":[{"output":"any"}],"T[2]":[{"output":"last"}]}""", """{"T[2]":[{"input":3}]}""", """["any","any","last"]"""));

    [Fact]
    public async Task ItemWithoutAResponseIsNamed() => Assert.Equal(
        ["The task 'T[0][1]' (t) has no response. Add one under the name of its state."],
        await RunAsync(Nested, "[[1,2]]", """{"T[0][0]":[{"output":1}]}""", "{}", "[]"));

    [Fact]
    public async Task IndexOfAStateThatDoesNotExistIsRefused() => Assert.Equal(
        ["There are responses for 'U[0]', which is no Task state of the definition; it has 'T'."],
        await RunAsync(Nested, "[]", """{"U[0]":[{"output":1}]}""", "{}", "[]"));

    private static async Task<IReadOnlyList<string>> RunAsync(string definition, string input, string tasks, string calls, string output)
    {
        var cases = TestCaseFile.Read(
            $$"""[{"name":"n","definition":{{definition}},"input":{{input}},"tasks":{{tasks}},"calls":{{calls}},"expect":{"status":"SUCCEEDED","output":{{output}} } }]""");
        return (await TestCaseRunner.RunAsync(cases[0], CancellationToken.None)).Differences;
    }
}
