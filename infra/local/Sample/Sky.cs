using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>A sky just after sunrise, with streaks of cloud that the sun lights from below.</summary>
internal static class Sky
{
    public static readonly Vector2 Sun = new(0.655f, 0.515f);

    public static readonly Vector3 Haze = new(1.00f, 0.80f, 0.62f);

    private static readonly (float Y, Vector3 Colour)[] Stops =
    [
        (0.00f, new(0.12f, 0.27f, 0.52f)),
        (0.22f, new(0.29f, 0.47f, 0.70f)),
        (0.40f, new(0.60f, 0.66f, 0.77f)),
        (0.54f, new(0.95f, 0.76f, 0.65f)),
        (0.66f, new(1.00f, 0.79f, 0.56f)),
        (0.80f, new(1.00f, 0.86f, 0.66f)),
    ];

    /// <summary>Light may pass 1 near the sun, so that it still shines in the water.</summary>
    public static Vector3 At(float x, float y)
    {
        var toSun = Vector2.Distance(new(x, y), Sun);
        var glow = MathF.Exp(-toSun * 5.5f);
        var colour = Gradient(y) + (new Vector3(0.50f, 0.26f, 0.06f) * glow);
        colour = Clouds(x, y, glow, colour);
        colour += new Vector3(0.75f, 0.55f, 0.30f) * MathF.Exp(-toSun * toSun * 420);
        return Vector3.Lerp(colour, new(1.9f, 1.75f, 1.45f), Noise.Step(0.0335f, 0.0300f, toSun));
    }

    /// <summary>One column of the sky, worked out at every <paramref name="step"/> only and joined between: there is no finer detail in it.</summary>
    public static Func<float, float, Vector3> Column(float x, float step)
    {
        var samples = new Vector3[(int)(Mountains.Foot / step) + 3];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = At(x, i * step);
        }

        return (_, y) =>
        {
            var at = y / step;
            return Vector3.Lerp(samples[(int)at], samples[(int)at + 1], at - (int)at);
        };
    }

    private static Vector3 Clouds(float x, float y, float glow, Vector3 sky)
    {
        var height = Noise.Step(0.72f, 0.45f, y) * (0.55f + (0.45f * Noise.Step(0, 0.12f, y)));
        if (height <= 0)
        {
            return sky;
        }

        // Streaks lie flatter the nearer they are to the horizon.
        var flat = 5.5f + (y * 9f);
        var bend = Noise.At(x * 3, y * 5, 40) * 0.9f;
        var density = Noise.Fractal((x * 2.4f) + bend, y * flat, 41, 4);
        var cover = Noise.Step(0.47f, 0.70f, density) * height;
        if (cover <= 0)
        {
            return sky;
        }

        var thicker = Noise.Fractal((x * 2.4f) + bend + 0.02f, (y + 0.012f) * flat, 41, 3);
        var lit = Math.Clamp(0.5f + ((density - thicker) * 6f) + (glow * 0.55f), 0, 1);
        var shade = Vector3.Lerp(new(0.50f, 0.53f, 0.68f), new(0.90f, 0.62f, 0.55f), Noise.Step(0.1f, 0.5f, y));
        var light = Vector3.Lerp(new(0.97f, 0.88f, 0.86f), new(1.00f, 0.80f, 0.58f), glow * 1.5f);
        return Vector3.Lerp(sky, Vector3.Lerp(shade, light, lit), cover * 0.85f);
    }

    private static Vector3 Gradient(float y)
    {
        for (var i = 1; i < Stops.Length; i++)
        {
            if (y < Stops[i].Y)
            {
                return Vector3.Lerp(Stops[i - 1].Colour, Stops[i].Colour, Noise.Step(Stops[i - 1].Y, Stops[i].Y, y));
            }
        }

        return Stops[^1].Colour;
    }
}
