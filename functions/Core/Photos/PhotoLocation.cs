using System.Text.Json.Serialization;

namespace Pipeline.Core.Photos;

/// <summary>A place on earth, WGS 84.</summary>
/// <param name="Latitude">Degrees, -90 to 90, north is positive.</param>
/// <param name="Longitude">Degrees, -180 to 180, east is positive.</param>
/// <param name="AltitudeMetres">Metres above sea level; null if unknown, or if only the city is kept.</param>
public sealed record PhotoLocation(double Latitude, double Longitude, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? AltitudeMetres = null);
