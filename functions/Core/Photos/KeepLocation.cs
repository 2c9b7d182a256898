namespace Pipeline.Core.Photos;

/// <summary>How much of a photo's location is kept.</summary>
public enum KeepLocation
{
    /// <summary>None. The file's location is not even read.</summary>
    Off,

    /// <summary>As the file has it.</summary>
    Exact,

    /// <summary>Latitude and longitude rounded to 0.1° (up to 11 km), without altitude.</summary>
    City,
}
