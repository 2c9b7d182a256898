namespace Pipeline.Fuzzing.Targets;

/// <summary>A definition in the states language, and the input of an execution.</summary>
internal sealed class DefinitionTarget : Target
{
    public override string Name => "definitions";

    public override IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"StartAt\"", "\"States\"", "\"Type\"", "\"Next\"", "\"End\":true", "\"Task\"", "\"Pass\"", "\"Choice\"", "\"Wait\"", "\"Succeed\"", "\"Fail\"", "\"Parallel\"", "\"Map\"",
        "\"InputPath\"", "\"OutputPath\"", "\"ResultPath\"", "\"Parameters\"", "\"ResultSelector\"", "\"Assign\"", "\"Retry\"", "\"Catch\"", "\"ErrorEquals\"", "\"States.ALL\"", "\"MaxAttempts\"",
        "\"BackoffRate\"", "\"Seconds\"", "\"TimeoutSeconds\"", "\"Choices\"", "\"Default\"", "\"And\"", "\"Not\"", "\"Variable\"", "\"IsPresent\"", "\"StringMatches\"", "\"ItemProcessor\"",
        "\"ItemsPath\"", "\"MaxConcurrency\"", "\"Branches\"", "\"$\"", "\"$.a\"", "\"a.$\"", "\"$$.Execution.Id\"", "\"$x\"", "null", "true", "\\ud800", "\n---\n",
    ];

    public override Task RunAsync(byte[] input)
    {
        var texts = TextInput.Split(input, 2);
        return StateMachineRun.RunAsync(texts[0], texts[1]);
    }
}
