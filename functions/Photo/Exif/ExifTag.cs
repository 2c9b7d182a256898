namespace Pipeline.Photo.Exif;

/// <summary>
/// The tags that are read. Every other one is skipped before its value is: serial numbers, names of owners, maker notes and thumbnails
/// never reach memory.
/// </summary>
/// <seealso href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">Exif 3.0, 4.6</seealso>
internal enum ExifTag : ushort
{
    ImageDescription = 0x010E,
    Make = 0x010F,
    Model = 0x0110,
    Orientation = 0x0112,
    XResolution = 0x011A,
    ResolutionUnit = 0x0128,
    Artist = 0x013B,
    Xmp = 0x02BC,
    Rating = 0x4746,
    Copyright = 0x8298,
    ExposureTime = 0x829A,
    FNumber = 0x829D,
    Iptc = 0x83BB,
    PhotoshopResources = 0x8649,
    IccProfile = 0x8773,
    PhotographicSensitivity = 0x8827,
    StandardOutputSensitivity = 0x8831,
    RecommendedExposureIndex = 0x8832,
    IsoSpeed = 0x8833,
    DateTimeOriginal = 0x9003,
    OffsetTimeOriginal = 0x9011,
    Flash = 0x9209,
    FocalLength = 0x920A,
    SubSecTimeOriginal = 0x9291,
    WindowsTitle = 0x9C9B,
    WindowsComment = 0x9C9C,
    WindowsAuthor = 0x9C9D,
    WindowsKeywords = 0x9C9E,
    FocalLengthIn35mmFilm = 0xA405,
    LensModel = 0xA434,
    C2pa = 0xCD41,
}

/// <summary>Tags of the GPS directory, whose numbers mean other things elsewhere.</summary>
internal enum GpsTag : ushort
{
    LatitudeRef = 1,
    Latitude = 2,
    LongitudeRef = 3,
    Longitude = 4,
    AltitudeRef = 5,
    Altitude = 6,
}
