using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>The near shore: grass, blade by blade, with flowers in it, larger towards the viewer.</summary>
internal sealed class Meadow
{
    private const float Bottom = 4f / 3f;
    private const int Blades = 30_000;
    private const int Flowers = 760;

    private readonly Plant[] _plants = [.. Enumerable.Range(0, Blades + Flowers).Select(Grow).OrderBy(plant => plant.Foot.Y)];

    /// <summary>Where water ends and the meadow begins.</summary>
    public static float Edge(float x) =>
        1.075f + (0.035f * (Noise.Fractal(x * 2.6f, 0.5f, 300, 4) - 0.5f)) + (0.055f * MathF.Pow(x - 0.62f, 2)) - (0.05f * Noise.Step(0.35f, 0, x));

    /// <summary>The ground below the grass.</summary>
    public static Vector3 Ground(float x, float y, float edge)
    {
        var near = Near(y, edge);
        var grain = Noise.At(x * 260, y * 100, 310);
        var colour = Vector3.Lerp(new(0.16f, 0.21f, 0.10f), new(0.07f, 0.13f, 0.05f), near);
        return colour * (0.55f + (0.9f * grain));
    }

    /// <summary>Draws what grows between two heights of the picture, so that trees can stand among it.</summary>
    public void Draw(Brush brush, float from, float to)
    {
        foreach (var plant in _plants)
        {
            if (plant.Foot.Y >= from && plant.Foot.Y < to)
            {
                Blade(brush, plant);
                if (plant.Flower)
                {
                    Flower.Draw(brush, plant.Tip, 0.0038f + (0.0098f * plant.Near * (0.7f + (0.6f * Noise.Random(plant.Number, 9, 330)))), plant.Number);
                }
            }
        }
    }

    private static Plant Grow(int number)
    {
        var flower = number >= Blades;
        var x = (Noise.Random(number, 0, 320) * 1.04f) - 0.02f;
        var edge = Edge(x);
        // Farther grass is smaller, so more of it fills the same height.
        var y = edge + ((Bottom + 0.05f - edge) * MathF.Pow(Noise.Random(number, 1, 320), 1.25f));
        if (flower)
        {
            // Flowers stand in patches.
            x += (Noise.At(x * 9, y * 9, 322) - 0.5f) * 0.16f;
        }

        var near = Near(y, Edge(x));
        var length = (0.010f + (0.070f * near)) * (0.55f + (0.75f * Noise.Random(number, 2, 320))) * (flower ? 1.15f : 1);
        var wind = ((Noise.Fractal(x * 5, y * 5, 321, 2) - 0.42f) * 1.1f) + ((Noise.Random(number, 3, 320) - 0.5f) * 0.9f);
        return new(number, new(x, y), new(x + (wind * length * (flower ? 0.35f : 0.7f)), y - length), near, flower);
    }

    private static void Blade(Brush brush, Plant plant)
    {
        var towardsSun = MathF.Exp(-MathF.Abs(plant.Foot.X - Sky.Sun.X) * 2.4f);
        var tone = Noise.Random(plant.Number, 4, 320);
        var foot = Vector3.Lerp(new(0.10f, 0.17f, 0.07f), new(0.05f, 0.10f, 0.04f), plant.Near);
        var tip = Vector3.Lerp(new(0.24f, 0.36f, 0.12f), new(0.47f, 0.56f, 0.18f), tone) + (new Vector3(0.36f, 0.26f, 0.06f) * (towardsSun * tone));
        var bend = new Vector2(plant.Foot.X, (plant.Foot.Y + plant.Tip.Y) / 2);
        brush.Stroke(plant.Foot, bend, plant.Tip, 0.0010f + (0.0026f * plant.Near), foot, tip * (0.75f + (0.35f * plant.Near)));
    }

    /// <summary>0 at the water, 1 at the viewer.</summary>
    private static float Near(float y, float edge) => Math.Clamp((y - edge) / (Bottom - edge), 0, 1.1f);

    private readonly record struct Plant(int Number, Vector2 Foot, Vector2 Tip, float Near, bool Flower);
}
