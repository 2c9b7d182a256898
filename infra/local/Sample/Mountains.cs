using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>Ranges behind each other, paler the farther they are, with snow on the far ones and woods on the near ones.</summary>
internal sealed class Mountains
{
    /// <summary>Where mountains stand on the far shore.</summary>
    public const float Foot = 0.80f;

    private static readonly Range[] Ranges =
    [
        new(0.52f, 0.17f, 2.3f, new(0.40f, 0.41f, 0.56f), 0.42f, 0.55f, 100),
        new(0.60f, 0.13f, 3.1f, new(0.29f, 0.34f, 0.49f), 0.36f, 0.57f, 120),
        new(0.675f, 0.08f, 4.0f, new(0.23f, 0.32f, 0.42f), 0.32f, 0, 140),
        new(0.735f, 0.06f, 5.2f, new(0.12f, 0.22f, 0.27f), 0.30f, 0, 160),
    ];

    private readonly float[][] _crests;
    private readonly int _width;

    /// <param name="width">Width of the picture in pixels: crests are worked out once for each column.</param>
    public Mountains(int width)
    {
        _width = width;
        _crests = [.. Ranges.Select(range => Enumerable.Range(0, width).Select(x => Crest(range, (x + 0.5f) / width)).ToArray())];
    }

    /// <summary>The mountains with the sky behind them, which is asked for only where it shows.</summary>
    public Vector3 At(float x, float y, Func<float, float, Vector3> sky)
    {
        var column = Math.Clamp((int)(x * _width), 0, _width - 1);
        var first = Ranges.Length - 1;
        while (first >= 0 && Cover(first, column, y) < 1)
        {
            first--;
        }

        var colour = first < 0 ? sky(x, y) : default;
        for (var i = Math.Max(first, 0); i < Ranges.Length; i++)
        {
            if (Cover(i, column, y) is > 0 and var cover)
            {
                colour = Vector3.Lerp(colour, Face(Ranges[i], x, y, _crests[i][column]), cover);
            }
        }

        return colour;
    }

    private static float Crest(Range range, float x)
    {
        var height = Noise.Ridged((x * range.Frequency) + 3.3f, range.Seed, 7) - 0.62f;
        // The highest peak stands left of the sun, and the ranges open to let it through.
        var peak = range.Seed == 100 ? 0.115f * MathF.Exp(-MathF.Pow((x - 0.36f) / 0.12f, 2)) : 0;
        var gap = 0.05f * MathF.Exp(-MathF.Pow((x - Sky.Sun.X) / 0.16f, 2)) * (range.Seed <= 120 ? 1 : 0.4f);
        return range.Level - (height * range.Height * 1.6f) - peak + gap;
    }

    private static Vector3 Face(Range range, float x, float y, float crest)
    {
        var scale = range.Frequency * 5;
        // Gullies run down the slope, so relief is finer across than along.
        var bend = Noise.At(x * scale, y * scale, range.Seed + 10) * 0.7f;
        var (across, along) = ((x * scale * 1.5f) + bend, (y * scale * 0.75f) - (bend * 0.5f));
        var here = Noise.Fractal(across, along, range.Seed + 20, 6);
        var sunwards = Noise.Fractal(across + 0.09f, along - 0.05f, range.Seed + 20, 5);
        var relief = Math.Clamp((here - sunwards) * 4.2f, -1, 1);
        var towardsSun = MathF.Exp(-MathF.Abs(x - Sky.Sun.X) * 2.2f);

        var colour = range.Colour + (new Vector3(0.30f, 0.20f, 0.12f) * (relief * (0.55f + (0.6f * towardsSun))));
        if (range.SnowLine > 0)
        {
            var snow = Noise.Step(0.020f, -0.020f, y - range.SnowLine + ((here - 0.5f) * 0.34f) - (relief * 0.035f));
            var lit = Vector3.Lerp(new(0.62f, 0.67f, 0.82f), new(1.0f, 0.92f, 0.86f), Noise.Step(-0.35f, 0.45f, relief));
            colour = Vector3.Lerp(colour, lit, snow * 0.9f);
        }
        else
        {
            // Tree tops of the woods.
            colour *= 0.80f + (0.40f * Noise.Fractal(x * 420, y * 300, range.Seed + 30, 2));
        }

        var mist = Noise.Step(crest, Foot, y) * (0.75f + (0.5f * Noise.At(x * 6, y * 26, range.Seed + 40)));
        var haze = Vector3.Lerp(new(0.80f, 0.76f, 0.80f), Sky.Haze, 0.25f + (0.75f * towardsSun));
        return Vector3.Lerp(colour, haze, Math.Min(0.92f, (range.Haze * 0.30f) + (mist * range.Haze * 1.55f)));
    }

    private float Cover(int range, int column, float y) => Math.Clamp(((y - _crests[range][column]) * _width) + 0.5f, 0, 1);

    /// <param name="Level">Mean height of the crest.</param>
    /// <param name="Height">How far it goes up and down.</param>
    /// <param name="Frequency">Peaks across the picture.</param>
    /// <param name="Colour">Rock or woods, in the shade.</param>
    /// <param name="Haze">How much air lies between, 0 to 1.</param>
    /// <param name="SnowLine">Where snow begins; 0: none.</param>
    /// <param name="Seed">Of its noise.</param>
    private sealed record Range(float Level, float Height, float Frequency, Vector3 Colour, float Haze, float SnowLine, int Seed);
}
