namespace Pipeline.Host.Console.Contracts;

/// <summary>What this host is and holds.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="DataFolder">Full path.</param>
/// <param name="Address">Where it is served.</param>
/// <param name="Bucket">Bucket of the originals.</param>
/// <param name="MaxUploadBytes">Most bytes of one upload.</param>
/// <param name="StateMachineArn">ARN of the state machine.</param>
/// <param name="StateMachineName">Its name.</param>
/// <param name="DefinitionFile">File of its definition.</param>
/// <param name="WatchedFolder">Folder whose files are uploaded as they appear; null without.</param>
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
