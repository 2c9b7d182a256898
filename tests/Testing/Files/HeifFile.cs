using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Testing.Files;

/// <summary>
/// Writes HEIF files (HEIC, AVIF) item by item, with the properties and references a test needs. The coded pictures come from existing
/// files (<see cref="HeifPicture.Read"/>).
/// </summary>
/// <param name="brand">Major brand: <c>heic</c> or <c>avif</c>.</param>
/// <seealso href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12 (items, properties, grids) and 14496-12 (boxes)</seealso>
internal sealed class HeifFile(string brand)
{
    private readonly List<(string Type, byte[] Data, HeifProperty[] Properties, bool IsHidden)> _items = [];
    private readonly List<(string Type, int From, int[] To)> _references = [];

    /// <summary>Identifier of the primary item; the first one is 1.</summary>
    public int Primary { get; set; } = 1;

    /// <summary>Adds a coded picture.</summary>
    /// <returns>Its identifier.</returns>
    public int Add(HeifPicture picture, params HeifProperty[] properties) => AddItem(picture.Type, picture.Data, [.. picture.Properties, .. properties]);

    /// <summary>Adds a picture that serves another one: <c>auxl</c> (alpha, depth), <c>thmb</c>.</summary>
    public void AddFor(int item, string reference, HeifPicture picture, params HeifProperty[] properties) =>
        _references.Add((reference, Add(picture, properties), [item]));

    /// <summary>Adds a picture that is composed of tiles, row by row. The canvas may cut the last column and row of tiles.</summary>
    public int AddGrid(int columns, int rows, int width, int height, HeifPicture[] tiles, params HeifProperty[] properties)
    {
        byte[] grid = [0, 0, (byte)(rows - 1), (byte)(columns - 1), .. Short(width), .. Short(height)];
        var item = AddItem("grid", grid, [HeifProperty.Extent(width, height), .. properties]);
        var first = _items.Count + 1;
        foreach (var tile in tiles)
        {
            _items.Add((tile.Type, tile.Data, tile.Properties, IsHidden: true));
        }

        _references.Add(("dimg", item, [.. Enumerable.Range(first, tiles.Length)]));
        return item;
    }

    /// <summary>Adds an EXIF block (<see cref="TiffFile.WriteExif"/>) that describes a picture.</summary>
    public void AddExif(int item, byte[] exif) =>
        _references.Add(("cdsc", AddItem("Exif", [0, 0, 0, 6, .. "Exif\0\0"u8, .. exif], []), [item]));

    /// <summary>Adds an XMP packet that describes a picture.</summary>
    public void AddXmp(int item, byte[] xmp) => _references.Add(("cdsc", AddItem("mime", xmp, []), [item]));

    public byte[] Write()
    {
        var type = HeifProperty.Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "mif1"u8, .. Encoding.ASCII.GetBytes(brand)]);
        // The offsets of the data depend on the length of the box that holds them, but not the other way round.
        var dataOffset = type.Length + WriteMeta(0).Length + 8;
        return [.. type, .. WriteMeta(dataOffset), .. HeifProperty.Box("mdat", [.. _items.SelectMany(item => item.Data)])];
    }

    internal static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];

    internal static byte[] Long(long number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private int AddItem(string type, byte[] data, HeifProperty[] properties)
    {
        _items.Add((type, data, properties, IsHidden: false));
        return _items.Count;
    }

    private byte[] WriteMeta(int dataOffset) => HeifProperty.FullBox(
        "meta", 0,
        [
            .. HeifProperty.FullBox("hdlr", 0, [0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            .. HeifProperty.FullBox("pitm", 0, Short(Primary)),
            .. WriteLocations(dataOffset),
            .. HeifProperty.FullBox("iinf", 0, [.. Short(_items.Count), .. _items.SelectMany((item, index) => WriteInfo(index + 1, item.Type, item.IsHidden))]),
            .. _references.Count == 0 ? [] : HeifProperty.FullBox("iref", 0, [.. _references.SelectMany(WriteReference)]),
            .. WriteProperties(),
        ]);

    private byte[] WriteLocations(int dataOffset)
    {
        List<byte> boxes = [0x44, 0x00, .. Short(_items.Count)];
        for (var i = 0; i < _items.Count; i++)
        {
            boxes.AddRange([.. Short(i + 1), 0, 0, .. Short(1), .. Long(dataOffset), .. Long(_items[i].Data.Length)]);
            dataOffset += _items[i].Data.Length;
        }

        return HeifProperty.FullBox("iloc", 0, [.. boxes]);
    }

    private static byte[] WriteInfo(int id, string type, bool isHidden)
    {
        byte[] content = [.. Short(id), 0, 0, .. Encoding.ASCII.GetBytes(type), 0, .. type == "mime" ? "application/rdf+xml\0"u8.ToArray() : []];
        var box = HeifProperty.FullBox("infe", 2, content);
        box[11] = (byte)(isHidden ? 1 : 0);
        return box;
    }

    private static byte[] WriteReference((string Type, int From, int[] To) reference) =>
        HeifProperty.Box(reference.Type, [.. Short(reference.From), .. Short(reference.To.Length), .. reference.To.SelectMany(Short)]);

    private byte[] WriteProperties()
    {
        List<byte> boxes = [];
        List<byte> associations = [.. Long(_items.Count)];
        var index = 0;
        for (var i = 0; i < _items.Count; i++)
        {
            associations.AddRange([.. Short(i + 1), (byte)_items[i].Properties.Length]);
            foreach (var property in _items[i].Properties)
            {
                index++;
                boxes.AddRange(property.Content);
                associations.Add((byte)(index | (property.IsEssential ? 0x80 : 0)));
            }
        }

        return HeifProperty.Box("iprp", [.. HeifProperty.Box("ipco", [.. boxes]), .. HeifProperty.FullBox("ipma", 0, [.. associations])]);
    }
}

/// <summary>A property of an item: a whole box.</summary>
/// <param name="Content">The box with its header.</param>
/// <param name="IsEssential">Whether a reader that does not know the property must not show the item.</param>
internal sealed record HeifProperty(byte[] Content, bool IsEssential)
{
    public string Type => Encoding.ASCII.GetString(Content, 4, 4);

    /// <summary>Width and height before rotation and crop.</summary>
    public static HeifProperty Extent(int width, int height) =>
        new(FullBox("ispe", 0, [.. HeifFile.Long(width), .. HeifFile.Long(height)]), false);

    /// <summary>Turns the picture anticlockwise by this many quarters.</summary>
    public static HeifProperty Rotation(int quarters) => new(Box("irot", [(byte)quarters]), true);

    /// <summary>Mirrors the picture: axis 0 swaps top and bottom, axis 1 swaps left and right.</summary>
    public static HeifProperty Mirror(int axis) => new(Box("imir", [(byte)axis]), true);

    /// <summary>Crops the picture to its clean aperture, whose centre lies off the picture's centre by some pixels.</summary>
    public static HeifProperty CleanAperture(int width, int height, int offCentreX, int offCentreY) => new(
        Box("clap", [.. new[] { width, 1, height, 1, offCentreX, 1, offCentreY, 1 }.SelectMany(number => HeifFile.Long(number))]), true);

    /// <summary>What an auxiliary picture is: alpha, depth, gain map.</summary>
    public static HeifProperty Auxiliary(string type) => new(FullBox("auxC", 0, [.. Encoding.ASCII.GetBytes(type), 0]), true);

    /// <summary>Code points of the colours (H.273).</summary>
    public static HeifProperty Codes(byte primaries, byte transfer) => new(Box("colr", [.. "nclx"u8, 0, primaries, 0, transfer, 0, 6, 0x80]), false);

    /// <summary>The ICC profile of the colours.</summary>
    public static HeifProperty Profile(byte[] profile) => new(Box("colr", [.. "prof"u8, .. profile]), false);

    internal static byte[] FullBox(string type, byte version, byte[] content) => Box(type, [version, 0, 0, 0, .. content]);

    internal static byte[] Box(string type, byte[] content) => [.. HeifFile.Long(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];
}

/// <summary>A coded picture with the properties that a decoder needs.</summary>
/// <param name="Type">Item type: <c>hvc1</c> or <c>av01</c>.</param>
/// <param name="Data">The bit stream.</param>
/// <param name="Properties">Configuration of the decoder, extent, pixel information.</param>
internal sealed record HeifPicture(string Type, byte[] Data, HeifProperty[] Properties)
{
    /// <summary>Takes the primary picture out of a file that has it in one piece.</summary>
    public static HeifPicture Read(byte[] file)
    {
        var meta = Find(file, "meta")[4..];
        var primary = BinaryPrimitives.ReadUInt16BigEndian(Find(meta, "pitm").AsSpan(4));
        var type = Walk(Find(meta, "iinf")[6..]).Where(box => BinaryPrimitives.ReadUInt16BigEndian(box.AsSpan(12)) == primary)
            .Select(box => Encoding.ASCII.GetString(box, 16, 4)).First();
        return new(type, ReadData(file, meta, primary), [.. ReadProperties(Find(meta, "iprp"), primary)]);
    }

    private static byte[] ReadData(byte[] file, byte[] meta, int item)
    {
        var iloc = Find(meta, "iloc");
        var isFirstVersion = iloc[0] == 0;
        var sizes = (Offset: iloc[4] >> 4, Length: iloc[4] & 15, Base: iloc[5] >> 4, Index: isFirstVersion ? 0 : iloc[5] & 15);
        var position = 8;
        for (var count = BinaryPrimitives.ReadUInt16BigEndian(iloc.AsSpan(6)); count > 0; count--)
        {
            var id = Number(iloc, ref position, 2);
            position += isFirstVersion ? 2 : 4; // construction method, data reference
            var start = Number(iloc, ref position, sizes.Base);
            position += 2 + sizes.Index; // one extent
            start += Number(iloc, ref position, sizes.Offset);
            var length = Number(iloc, ref position, sizes.Length);
            if (id == item)
            {
                return file[start..(start + length)];
            }
        }

        throw new InvalidDataException($"Item {item} has no location.");
    }

    private static IEnumerable<HeifProperty> ReadProperties(byte[] iprp, int item)
    {
        var boxes = Walk(Find(iprp, "ipco")).ToList();
        var ipma = Find(iprp, "ipma");
        var position = 8;
        for (var count = BinaryPrimitives.ReadUInt32BigEndian(ipma.AsSpan(4)); count > 0; count--)
        {
            var id = Number(ipma, ref position, 2);
            for (int left = ipma[position++]; left > 0; left--)
            {
                var association = ipma[position++];
                if (id == item)
                {
                    yield return new(boxes[(association & 0x7F) - 1], (association & 0x80) != 0);
                }
            }
        }
    }

    /// <summary>The content of the first box of a type, without its header.</summary>
    private static byte[] Find(byte[] boxes, string type) =>
        Walk(boxes).First(box => Encoding.ASCII.GetString(box, 4, 4) == type)[8..];

    private static IEnumerable<byte[]> Walk(byte[] boxes)
    {
        for (var position = 0; position < boxes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(boxes.AsSpan(position));
            yield return boxes[position..(position + length)];
            position += length;
        }
    }

    private static int Number(byte[] bytes, ref int position, int length)
    {
        var number = 0;
        for (var end = position + length; position < end; position++)
        {
            number = (number << 8) | bytes[position];
        }

        return number;
    }
}
