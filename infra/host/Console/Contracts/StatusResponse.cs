namespace Pipeline.Host.Console.Contracts;

/// <summary>What this host is and holds.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="DataFolder">Full path of the data folder.</param>
/// <param name="Address">URL of the host.</param>
/// <param name="Bucket">Bucket of the originals.</param>
/// <param name="MaxUploadBytes">Maximum size of one upload, in bytes.</param>
/// <param name="StateMachineArn">ARN of the state machine.</param>
/// <param name="StateMachineName">Name of the state machine.</param>
/// <param name="DefinitionFile">Path of the state machine's definition.</param>
/// <param name="WatchedFolder">Folder whose files the host uploads when they appear; null if it watches none.</param>
/// <param name="Executions">Number of executions by status.</param>
/// <param name="Images">Number of images by status.</param>
internal sealed record StatusResponse(
    string Version,
    string DataFolder,
    string Address,
    string Bucket,
    long MaxUploadBytes,
    string StateMachineArn,
    string StateMachineName,
    string DefinitionFile,
    string? WatchedFolder,
    IReadOnlyDictionary<string, long> Executions,
    IReadOnlyDictionary<string, long> Images);
