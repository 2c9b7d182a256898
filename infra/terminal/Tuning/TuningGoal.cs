namespace Pipeline.Terminal.Tuning;

/// <summary>What a memory size is chosen for.</summary>
public enum TuningGoal
{
    /// <summary>The least product of time and price.</summary>
    Balance,

    /// <summary>The lowest price.</summary>
    Cost,

    /// <summary>The shortest time.</summary>
    Speed,
}
