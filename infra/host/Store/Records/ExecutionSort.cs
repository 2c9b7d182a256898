namespace Pipeline.Host.Store.Records;

/// <summary>What a list of executions is sorted by.</summary>
public enum ExecutionSort
{
    /// <summary>When they started.</summary>
    Start,

    /// <summary>How long they ran. One whose first run has not ended counts as 0.</summary>
    Duration,

    /// <summary>Id of the image, in the order of its bytes. An execution without an image has the empty text.</summary>
    Key,
}
