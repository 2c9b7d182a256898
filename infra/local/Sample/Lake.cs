using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>Water that mirrors what is above it, in ripples that grow towards the viewer, with the sun's path on it.</summary>
internal static class Lake
{
    public static Vector3 At(float x, float y, Func<float, float, Vector3> above)
    {
        var depth = y - Mountains.Foot;
        // Seen at a low angle, waves crowd together with distance.
        var distance = 1 / (depth + 0.018f);
        var wave = Noise.Fractal(x * (14 + (distance * 0.85f)), distance * 9f, 200, 2) - 0.5f;
        var fine = Noise.At(x * (60 + (distance * 5f)), distance * 42f, 210) - 0.5f;
        var slope = (wave * 1.1f) + (fine * 0.45f);
        var strength = Math.Min(0.085f, 0.010f + (depth * 0.24f));

        var mirrored = Mountains.Foot - (depth * 1.42f) - 0.001f + (slope * strength);
        var colour = above(Math.Clamp(x + (slope * strength * 0.30f), 0.0005f, 0.9995f), Math.Min(mirrored, Mountains.Foot - 0.001f));
        // The steeper one looks into water, the more it shows its own colour.
        var steep = Noise.Step(0, 0.34f, depth + (slope * 0.08f));
        colour = Vector3.Lerp(colour * new Vector3(0.92f, 0.90f, 0.90f), new(0.05f, 0.17f, 0.24f), 0.08f + (0.50f * steep));

        var path = MathF.Exp(-MathF.Pow((x - Sky.Sun.X) / (0.035f + (depth * 0.32f)), 2));
        var glitter = Noise.Step(0.12f, 0.36f, (wave * 0.9f) + (fine * 0.75f)) * path;
        colour += new Vector3(1.0f, 0.72f, 0.40f) * (glitter * (0.95f - (depth * 2.2f)));
        if (depth > 0.1f)
        {
            return colour;
        }

        var shore = MathF.Exp(-depth * 55) * (0.6f + Noise.At(x * 5, 0.5f, 220));
        return Vector3.Lerp(colour, Sky.Haze, Math.Min(0.55f, shore * 0.55f));
    }
}
