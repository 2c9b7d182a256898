using System.Runtime.CompilerServices;

namespace Pipeline.Local.Sample;

/// <summary>
/// Value noise: random numbers on a grid, smoothly joined. The same everywhere and always, so that the sample photo is
/// the same picture on every machine.
/// </summary>
internal static class Noise
{
    /// <summary>A number from 0 to below 1 for each point of the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Random(int x, int y, int seed)
    {
        var hash = unchecked(((uint)x * 374761393u) + ((uint)y * 668265263u) + ((uint)seed * 2246822519u));
        hash = unchecked((hash ^ (hash >> 13)) * 1274126177u);
        hash ^= hash >> 16;
        return (hash >> 8) * (1f / 16777216f);
    }

    /// <summary>0 to 1, on the scale of the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float At(float x, float y, int seed)
    {
        var (left, above) = (MathF.Floor(x), MathF.Floor(y));
        var (column, row) = ((int)left, (int)above);
        var (right, down) = (Smooth(x - left), Smooth(y - above));
        var top = Mix(Random(column, row, seed), Random(column + 1, row, seed), right);
        var bottom = Mix(Random(column, row + 1, seed), Random(column + 1, row + 1, seed), right);
        return Mix(top, bottom, down);
    }

    /// <summary>Octaves of noise, each twice as fine and half as strong; 0 to 1, mostly about 0.5.</summary>
    public static float Fractal(float x, float y, int seed, int octaves)
    {
        var (sum, strength, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += At(x, y, seed + octave) * strength;
            total += strength;
            strength *= 0.5f;
            // Turning each octave hides the grid.
            (x, y) = ((1.6f * x) + (1.2f * y) + 5.2f, (1.6f * y) - (1.2f * x) + 1.3f);
        }

        return sum / total;
    }

    /// <summary>As <see cref="Fractal"/> along one axis, folded so that it has sharp crests.</summary>
    public static float Ridged(float x, int seed, int octaves)
    {
        var (sum, strength, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += (1 - MathF.Abs((2 * At(x, 0.5f, seed + octave)) - 1)) * strength;
            total += strength;
            strength *= 0.5f;
            x = (x * 2.03f) + 7.1f;
        }

        return sum / total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mix(float from, float to, float part) => from + ((to - from) * part);

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between.</summary>
    public static float Step(float from, float to, float value) => Smooth(Math.Clamp((value - from) / (to - from), 0, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Smooth(float part) => part * part * (3 - (2 * part));
}
