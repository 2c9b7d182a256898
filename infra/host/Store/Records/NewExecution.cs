namespace Pipeline.Host.Store.Records;

/// <summary>An execution to start.</summary>
/// <param name="Arn">Unique ARN.</param>
/// <param name="Name">Name.</param>
/// <param name="StateMachineArn">ARN of its state machine.</param>
/// <param name="ImageId">Id of its image, to find the execution by; null if unknown.</param>
/// <param name="StartTime">When it starts.</param>
/// <param name="Input">JSON.</param>
/// <param name="Definition">The definition that it runs; null if unknown.</param>
public sealed record NewExecution(
    string Arn, string Name, string StateMachineArn, string? ImageId, DateTimeOffset StartTime, string Input,
    RecordedDefinition? Definition = null);
