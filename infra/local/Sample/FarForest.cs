using System.Numerics;

namespace Pipeline.Local.Sample;

/// <summary>Conifers along the far shore, their feet in the mist.</summary>
internal sealed class FarForest
{
    private const int Count = 420;
    private const float Bucket = 0.02f;

    private readonly List<Tree>[] _buckets = [.. Enumerable.Range(0, (int)(1 / Bucket) + 1).Select(_ => new List<Tree>())];

    public FarForest()
    {
        for (var i = 0; i < Count; i++)
        {
            var x = (i + Noise.Random(i, 0, 7)) / Count;
            var stand = Noise.Fractal(x * 7, 0.5f, 71, 3);
            var height = (0.010f + (0.042f * MathF.Pow(stand, 1.5f))) * (0.6f + (0.6f * Noise.Random(i, 1, 7)));
            var tree = new Tree(x, height, height * (0.16f + (0.08f * Noise.Random(i, 2, 7))), i);
            for (var bucket = Of(x - tree.Reach); bucket <= Of(x + tree.Reach); bucket++)
            {
                _buckets[bucket].Add(tree);
            }
        }
    }

    /// <summary>Lays the trees on what is <paramref name="behind"/> them.</summary>
    public Vector3 At(float x, float y, Vector3 behind)
    {
        if (y < Mountains.Foot - 0.07f || y > Mountains.Foot + 0.004f)
        {
            return behind;
        }

        foreach (var tree in _buckets[Of(x)])
        {
            behind = Draw(tree, x, y, behind);
        }

        return behind;
    }

    private static Vector3 Draw(Tree tree, float x, float y, Vector3 behind)
    {
        var down = (y - (Mountains.Foot - tree.Height)) / tree.Height;
        var aside = (x - tree.X) / tree.Reach;
        if (down is < 0 or > 1.1f || MathF.Abs(aside) > 1)
        {
            return behind;
        }

        // Whorls of branches: each starts wide and draws in towards the next.
        var whorl = (down * 13) + (Noise.Random(tree.Number, 3, 7) * 5) + (MathF.Abs(aside) * 1.5f);
        var wide = (down * 0.85f) + 0.05f - (0.22f * (1 - (whorl - MathF.Floor(whorl))));
        var cover = Math.Clamp((wide - MathF.Abs(aside)) * 7, 0, 1);
        if (cover <= 0)
        {
            return behind;
        }

        var lit = Math.Clamp(aside * MathF.Sign(Sky.Sun.X - tree.X), 0, 1) * (1 - down);
        var colour = Vector3.Lerp(new(0.07f, 0.14f, 0.16f), new(0.42f, 0.36f, 0.20f), lit * 0.8f)
            * (0.7f + (0.6f * Noise.Random((int)(x * 3000), (int)(y * 3000), 8)));
        var mist = 0.10f + (0.32f * Noise.Step(0.35f, 1.05f, down));
        return Vector3.Lerp(behind, Vector3.Lerp(colour, Sky.Haze * 0.9f, mist), cover);
    }

    private static int Of(float x) => (int)(Math.Clamp(x, 0, 1) / Bucket);

    private readonly record struct Tree(float X, float Height, float Reach, int Number);
}
