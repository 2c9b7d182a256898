using Pipeline.Imaging.Animations;

namespace Pipeline.Imaging.Gif;

/// <summary>A frame as the file describes it.</summary>
/// <param name="Area">Where it is drawn. Width and height may be 0.</param>
/// <param name="Disposal">What happens to it before the next frame.</param>
/// <param name="DelayMilliseconds">How long it is shown, in milliseconds, as stored.</param>
/// <param name="TransparentIndex">Colour number of transparent pixels; -1 if there is none.</param>
/// <param name="IsInterlaced">Whether its rows are stored in four passes.</param>
/// <param name="PaletteOffset">Offset in bytes of its palette in the file: its own, or that of all frames.</param>
/// <param name="PaletteColours">Number of colours in the palette; 0 if there is none.</param>
/// <param name="DataOffset">Offset in bytes of its compressed pixels.</param>
internal readonly record struct GifFrame(
    FrameArea Area,
    FrameDisposal Disposal,
    int DelayMilliseconds,
    int TransparentIndex,
    bool IsInterlaced,
    int PaletteOffset,
    int PaletteColours,
    int DataOffset);
