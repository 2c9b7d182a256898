using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>A spruce on the near shore: whorls of hanging branches, each of many needles, the sunny side lit.</summary>
/// <param name="X">Middle of the trunk.</param>
/// <param name="Foot">Where it stands.</param>
/// <param name="Height">From foot to tip.</param>
/// <param name="Seed">Makes it different from the others.</param>
internal sealed record Spruce(float X, float Foot, float Height, int Seed)
{
    private static readonly Vector3 Shade = new(0.035f, 0.085f, 0.085f);

    private static readonly Vector3 Green = new(0.10f, 0.19f, 0.12f);

    private static readonly Vector3 Lit = new(0.62f, 0.52f, 0.24f);

    private float Reach => Height * 0.20f;

    public void Draw(Brush brush)
    {
        if (!brush.Reaches(X - (Reach * 1.3f), X + (Reach * 1.3f)))
        {
            return;
        }

        var top = new Vector2(X, Foot - Height);
        brush.Stroke(new(X, Foot), new(X + 0.002f, Foot - (Height / 2)), top, Height * 0.022f, new(0.10f, 0.07f, 0.06f), Shade);
        var whorls = 30 + (int)(Height * 40);
        for (var whorl = 0; whorl < whorls; whorl++)
        {
            var down = (whorl + 0.6f) / whorls;
            var branches = 5 + (int)(down * 5);
            for (var branch = 0; branch < branches; branch++)
            {
                // From the back of the tree to its front.
                var turn = ((branch * 2f) + 1) / branches - 1;
                Branch(brush, down, (whorl * 16) + branch, MathF.Sin(turn * MathF.PI * 0.5f) * (branch % 2 == 0 ? 1 : -1), branch / (float)branches);
            }
        }
    }

    /// <param name="brush">Draws.</param>
    /// <param name="down">0 at the tip of the tree, 1 at its foot.</param>
    /// <param name="number">Number of the branch.</param>
    /// <param name="aside">-1: to the left; 1: to the right; 0: towards the viewer.</param>
    /// <param name="front">0: behind the trunk; 1: before it.</param>
    private void Branch(Brush brush, float down, int number, float aside, float front)
    {
        var length = Reach * MathF.Pow(down, 0.80f) * (0.72f + (0.45f * Noise.Random(number, 0, Seed)));
        var start = new Vector2(X, Foot - Height + (down * 0.94f * Height) + (Noise.Random(number, 1, Seed) * 0.008f));
        var end = start + new Vector2(aside * length, length * (0.30f + (0.30f * (1 - MathF.Abs(aside))) + (0.12f * Noise.Random(number, 2, Seed))));
        var bend = Vector2.Lerp(start, end, 0.55f) - new Vector2(0, length * 0.10f);
        brush.Stroke(start, bend, end, 0.0022f + (length * 0.085f), Shade * 0.8f, Vector3.Lerp(Shade, Green, front * 0.6f));
        var needles = Math.Max(6, (int)(length * 480));
        for (var needle = 0; needle < needles; needle++)
        {
            var t = (needle + Noise.Random(number, needle + 10, Seed)) / needles;
            var at = Vector2.Lerp(Vector2.Lerp(start, bend, t), Vector2.Lerp(bend, end, t), t);
            var size = (0.0045f + (length * 0.115f)) * (0.6f + (0.7f * Noise.Random(number, needle + 1000, Seed))) * (1.15f - (0.55f * t));
            var lean = (Noise.Random(number, needle + 2000, Seed) - 0.5f) * 1.3f + (aside * 0.6f);
            var tip = at + (new Vector2(lean, 1.0f) * size * 0.75f);
            var sunny = Math.Clamp((aside * 0.75f) + 0.10f + ((t - 0.5f) * 0.5f), 0, 1) * (0.35f + (0.65f * Noise.Random(number, needle + 3000, Seed)));
            var colour = Vector3.Lerp(Shade, Green, 0.25f + (0.75f * front));
            brush.Stroke(at, Vector2.Lerp(at, tip, 0.5f) + new Vector2(lean * size * 0.15f, 0), tip, 0.0017f, colour * 0.75f, Vector3.Lerp(colour, Lit, sunny * 0.8f));
        }
    }
}
