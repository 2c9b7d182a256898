namespace Pipeline.Host.Store.Records;

/// <param name="Arn">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="StateMachineArn">What it runs.</param>
/// <param name="ImageId">The image that it works on, to find it by; null where that is not known.</param>
/// <param name="StartTime">When it starts.</param>
/// <param name="Input">JSON.</param>
public sealed record NewExecution(
    string Arn, string Name, string StateMachineArn, string? ImageId, DateTimeOffset StartTime, string Input);
