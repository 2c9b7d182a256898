namespace Pipeline.Core.Grouping;

/// <summary>Which renditions of an image are made in one call of Resize.</summary>
public enum ResizeGrouping
{
    /// <summary>One file in each call: the history shows every rendition by itself, and all are made at once.</summary>
    Each,

    /// <summary>As many as fit into a call by estimated work: one read and one decode for all of them, at less cost.</summary>
    Auto,
}
