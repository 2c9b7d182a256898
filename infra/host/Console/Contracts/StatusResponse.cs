namespace Pipeline.Host.Console.Contracts;

/// <summary>What this host is and holds.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="DataFolder">Full path of the data folder.</param>
/// <param name="Address">URL of the host.</param>
/// <param name="Bucket">Bucket of the originals.</param>
/// <param name="MaxUploadBytes">Maximum size of one upload, in bytes.</param>
/// <param name="MaxImageBytes">Maximum size of an image, in bytes. Larger ones are stored and rejected.</param>
/// <param name="Formats">Formats that images can have.</param>
/// <param name="StateMachineArn">ARN of the state machine.</param>
/// <param name="StateMachineName">Name of the state machine.</param>
/// <param name="StateMachines">Names of all state machines that this host runs, beginning with the pipeline's.</param>
/// <param name="DefinitionFile">Path of the state machine's definition.</param>
/// <param name="WatchedFolder">Folder whose files the host uploads when they appear; null if it watches none.</param>
/// <param name="Executions">Number of executions by status.</param>
/// <param name="Outcomes">Number of ended executions by outcome.</param>
/// <param name="Images">Number of images by status.</param>
/// <param name="Interruption">What keeps executions from going on, for example a full disk; null if nothing does.</param>
internal sealed record StatusResponse(
    string Version,
    string DataFolder,
    string Address,
    string Bucket,
    long MaxUploadBytes,
    long MaxImageBytes,
    IReadOnlyList<string> Formats,
    string StateMachineArn,
    string StateMachineName,
    IReadOnlyList<string> StateMachines,
    string DefinitionFile,
    string? WatchedFolder,
    IReadOnlyDictionary<string, long> Executions,
    IReadOnlyDictionary<string, long> Outcomes,
    IReadOnlyDictionary<string, long> Images,
    InterruptionResponse? Interruption);

/// <summary>A fault of the machine that keeps executions from going on. They are tried again until they succeed.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="IsDiskFull">Whether the disk is full.</param>
/// <param name="Waiting">Number of executions that wait.</param>
/// <param name="Executions">Names of the first 100 of them.</param>
/// <param name="Since">When the first of them was interrupted.</param>
/// <param name="NextAttempt">When one of them is tried again.</param>
internal sealed record InterruptionResponse(
    string Message, bool IsDiskFull, int Waiting, IReadOnlyList<string> Executions, DateTimeOffset Since, DateTimeOffset NextAttempt);
