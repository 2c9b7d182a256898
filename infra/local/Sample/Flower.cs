using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>Poppies, daisies, cornflowers and buttercups.</summary>
internal static class Flower
{
    public static void Draw(Brush brush, Vector2 centre, float radius, int number)
    {
        var squash = 0.55f + (0.40f * Noise.Random(number, 0, 400));
        var turn = Noise.Random(number, 1, 400) * MathF.Tau;
        switch ((int)(Noise.Random(number, 2, 400) * 10))
        {
            case < 4:
                Poppy(brush, centre, radius * 1.25f, squash, turn);
                break;
            case < 7:
                Star(brush, centre, radius, squash, turn, 13, 0.34f, new(0.97f, 0.96f, 0.93f), new(0.96f, 0.74f, 0.12f));
                break;
            case < 9:
                Star(brush, centre, radius * 0.9f, squash, turn, 9, 0.22f, new(0.34f, 0.38f, 0.88f), new(0.24f, 0.12f, 0.45f));
                break;
            default:
                Star(brush, centre, radius * 0.7f, squash, turn, 5, 0.28f, new(0.99f, 0.83f, 0.16f), new(0.90f, 0.62f, 0.08f));
                break;
        }
    }

    private static void Poppy(Brush brush, Vector2 centre, float radius, float squash, float turn) => brush.Disc(
        centre,
        radius,
        squash,
        angle => 0.84f + (0.16f * MathF.Abs(MathF.Sin((angle + turn) * 2))),
        (angle, distance) =>
        {
            if (distance < 0.20f)
            {
                return new(0.10f, 0.07f, 0.09f);
            }

            var fold = 0.5f + (0.5f * MathF.Sin(((angle + turn) * 11) + (distance * 4)));
            var light = 0.62f + (0.30f * distance) + (0.14f * fold) - (0.22f * MathF.Sin(angle));
            return new Vector3(0.93f, 0.17f, 0.10f) * light + (new Vector3(0.10f, 0.06f, 0.02f) * distance);
        });

    private static void Star(
        Brush brush, Vector2 centre, float radius, float squash, float turn, int petals, float heart, Vector3 petal, Vector3 middle) => brush.Disc(
        centre,
        radius,
        squash,
        angle => 0.62f + (0.38f * MathF.Sqrt(MathF.Abs(MathF.Cos((angle + turn) * petals / 2)))),
        (angle, distance) =>
        {
            var light = 0.84f + (0.16f * MathF.Cos((angle + turn) * petals)) - (0.14f * MathF.Sin(angle));
            return distance < heart ? middle * (0.85f + (0.25f * (heart - distance) / heart)) : petal * light;
        });
}
