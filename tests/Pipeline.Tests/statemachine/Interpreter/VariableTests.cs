namespace Pipeline.Tests.Interpreter;

public sealed class VariableTests
{
    [Fact]
    public async Task AssignedVariablesAreVisibleFromTheNextState()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Assign":{"x":1,"o":{"deep.$":"$.in"}},"Next":"B"},
              "B":{"Type":"Pass","Assign":{"x.$":"States.MathAdd($x, 1)","old.$":"$x"},"Next":"C"},
              "C":{"Type":"Pass","Parameters":{"x.$":"$x","old.$":"$old","deep.$":"$o.deep[0]"},"End":true}}}
            """);

        JsonAssert.Equal("""{"x":2,"old":1,"deep":5}""", (await trial.RunAsync("""{"in":[5]}""")).Output);
        JsonAssert.Equal("""{"x":"2","old":"1"}""", trial.History[4].Details!["assignedVariables"]);
    }

    [Fact]
    public async Task TaskAssignsFromItsWholeResult()
    {
        var trial = new Trial("""
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"t","ResultSelector":{"kept.$":"$.a"},"Assign":{"b.$":"$.b"},"Next":"P"},
              "P":{"Type":"Pass","Parameters":{"b.$":"$b","in.$":"$"},"End":true}}}
            """).On("T", _ => System.Text.Json.Nodes.JsonNode.Parse("""{"a":1,"b":2}"""));

        JsonAssert.Equal("""{"b":2,"in":{"kept":1}}""", (await trial.RunAsync()).Output);
    }

    [Fact]
    public async Task IterationsReadOuterVariablesAndKeepTheirOwnSeparate()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Result":[1,2,3],"Assign":{"base":10},"Next":"M"},
              "M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"I","States":{
                "I":{"Type":"Pass","Assign":{"own.$":"States.MathAdd($, $base)"},"Next":"J"},
                "J":{"Type":"Wait","Seconds":1,"Next":"K"},
                "K":{"Type":"Pass","Parameters":{"v.$":"$own"},"End":true}}}}}}
            """);

        JsonAssert.Equal("""[{"v":11},{"v":12},{"v":13}]""", (await trial.RunAsync()).Output);
    }

    [Fact]
    public async Task ChoiceRulesAndDefaultAssign()
    {
        const string Machine = """
            {"StartAt":"C","States":{
              "C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"P","Assign":{"took":"rule"}}],"Default":"P","Assign":{"took":"default"}},
              "P":{"Type":"Pass","Parameters":{"took.$":"$took"},"End":true}}}
            """;

        JsonAssert.Equal("""{"took":"rule"}""", (await new Trial(Machine).RunAsync("""{"n":1}""")).Output);
        JsonAssert.Equal("""{"took":"default"}""", (await new Trial(Machine).RunAsync("""{"n":2}""")).Output);
    }

    [Fact]
    public async Task ChoiceComparesVariables()
    {
        var trial = new Trial("""
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Assign":{"limit":3},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$limit","NumericGreaterThanPath":"$.n","Next":"Y"}],"Default":"N"},
              "Y":{"Type":"Pass","Result":"y","End":true},"N":{"Type":"Pass","Result":"n","End":true}}}
            """);

        JsonAssert.Equal("\"y\"", (await trial.RunAsync("""{"n":2}""")).Output);
    }

    [Fact]
    public async Task UnassignedVariableFailsTheExecution()
    {
        var trial = new Trial("""{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"v.$":"$never"},"End":true}}}""");

        Assert.Equal("States.Runtime", (await trial.RunAsync()).Error);
    }
}
