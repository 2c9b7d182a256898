namespace Pipeline.Vips.Native;

/// <summary>
/// How many rows libvips collects before a saver's thread encodes them while the next are computed. The default is 128: half of a small
/// rendition, which is then encoded only after everything else is done. libvips has no function to set it, only an option that it adds
/// to a program's command line.
/// </summary>
internal static unsafe class WriteBuffers
{
    /// <summary>16, the number of rows computed at a time, would be no faster and would wake a thread four times as often.</summary>
    public const int Rows = 64;

    /// <summary>Sets the number of rows for the whole process.</summary>
    /// <exception cref="DllNotFoundException">This libvips has no such option.</exception>
    public static void LimitRows()
    {
        var context = LibVips.OptionContextNew(null);
        var group = LibVips.OptionGroupNew("vips", "libvips", "libvips", 0, 0);
        LibVips.AddOptionEntries(group);
        LibVips.OptionContextSetMainGroup(context, group); // which owns it now
        fixed (byte* program = "pipeline"u8, option = "--vips-tile-height=64"u8)
        {
            var arguments = stackalloc byte*[3] { program, option, null };
            var count = 2;
            var first = arguments;
            var parsed = LibVips.OptionContextParse(context, ref count, ref first, 0);
            LibVips.OptionContextFree(context);
            if (parsed == 0)
            {
                throw new DllNotFoundException("libvips has no option --vips-tile-height: it is not the version that this program was built for. Build again.");
            }
        }
    }
}
