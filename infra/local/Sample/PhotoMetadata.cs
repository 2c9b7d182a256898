namespace Pipeline.Local.Sample;

/// <summary>What a camera writes beside the pixels.</summary>
/// <param name="Make">Maker of the camera, ASCII.</param>
/// <param name="Model">The camera, ASCII.</param>
/// <param name="TakenAt">When, by the camera's clock.</param>
/// <param name="Copyright">Notice, ASCII.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8.</param>
/// <param name="Width">Stored width in pixels.</param>
/// <param name="Height">Stored height in pixels.</param>
/// <param name="Latitude">Degrees, north positive, -90 to 90.</param>
/// <param name="Longitude">Degrees, east positive, -180 to 180.</param>
/// <param name="AltitudeMetres">Above sea level, in metres.</param>
public sealed record PhotoMetadata(
    string Make,
    string Model,
    DateTime TakenAt,
    string Copyright,
    int Orientation,
    int Width,
    int Height,
    double Latitude,
    double Longitude,
    double AltitudeMetres);
