// sharp as a contender: one request per line of JSON on standard input, one response per line on standard output.
// Contenders/Protocol.cs describes them. The time in a response is this process's own wall time.
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';

sharp.cache(false);

const encode = {
  jpeg: (image, quality) => image.jpeg({ quality }),
  webp: (image, quality, effort) => image.webp({ quality, effort }),
  png: (image) => image.png(),
  // The pipeline's chroma; sharp's default is 4:4:4.
  avif: (image, quality, effort) => image.avif({ quality, effort, chromaSubsampling: '4:2:0' }),
  // Originals for other measurements.
  gif: (image) => image.gif(),
  tiff: (image) => image.tiff({ compression: 'lzw' }),
  progressive: (image, quality) => image.jpeg({ quality, progressive: true, chromaSubsampling: '4:4:4' }),
  progressive420: (image, quality) => image.jpeg({ quality, progressive: true, chromaSubsampling: '4:2:0' }),
  interlaced: (image) => image.png({ compressionLevel: 1, progressive: true }),
};

function resize(image, { width, height }) {
  return image.resize({ width, height: height ?? undefined, fit: height ? 'cover' : 'inside', withoutEnlargement: true });
}

const render = (image, target) => encode[target.format](resize(image, target), target.quality, target.effort).toBuffer();

const open = (input, animated = false) => sharp(input, { animated }).autoOrient();

// Makes every target: one after the other, or all at once if the request allows more than one at a time.
async function each(targets, parallelism, make) {
  if (parallelism > 1) {
    return Promise.all(targets.map(make));
  }
  const made = [];
  for (const target of targets) {
    made.push(await make(target));
  }
  return made;
}

const operations = {
  // One rendition of one file.
  one: ({ inputs, targets }) => each(targets.slice(0, 1), 1, (target) => render(open(inputs[0], target.format === 'gif'), target)),

  // As users write it: one pipeline per rendition.
  separate: ({ inputs, targets, parallelism }) => each(targets, parallelism, (target) => render(open(inputs[0]), target)),

  // As the documentation shows it: clones of one instance.
  clone: ({ inputs, targets, parallelism }) => {
    const original = open(inputs[0]);
    return each(targets, parallelism, (target) => render(original.clone(), target));
  },

  // As experts do: one decode, whose pixels in the size of the largest rendition serve all others.
  raw: async ({ inputs, targets, parallelism }) => {
    const largest = targets.reduce((a, b) => (b.width > a.width ? b : a));
    const { data, info } = await resize(open(inputs[0]), { width: largest.width }).raw().toBuffer({ resolveWithObject: true });
    const pixels = { raw: { width: info.width, height: info.height, channels: info.channels } };
    return each(targets, parallelism, (target) => render(sharp(data, pixels), target));
  },

  // A bare loop over files, several at once, with everything written to disk.
  batch: async ({ inputs, targets, parallelism, output, variant }) => {
    let next = 0;
    let bytes = 0;
    const loop = async () => {
      while (next < inputs.length) {
        const number = next++;
        const input = inputs[number];
        const made = await operations[variant]({ inputs: [input], targets, parallelism });
        made.forEach((data, i) => {
          bytes += data.length;
          writeFileSync(path.join(output, `${number}-${targets[i].name}.${targets[i].format}`), data);
        });
      }
    };
    await Promise.all(Array.from({ length: parallelism }, loop));
    return [{ length: bytes }];
  },
};

async function respond(request) {
  if (request.operation === 'version') {
    return { version: `sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips}, Node.js ${process.versions.node})` };
  }
  const operation = operations[request.operation];
  if (!operation) {
    return { error: `sharp's script does not support the operation '${request.operation}'` };
  }
  sharp.concurrency(request.threads);
  const start = performance.now();
  const made = await operation(request);
  const milliseconds = performance.now() - start;
  if (request.output && request.operation !== 'batch') {
    made.forEach((data, i) => writeFileSync(path.join(request.output, `${request.targets[i].name}.${request.targets[i].format}`), data));
  }
  return { milliseconds, bytes: made.reduce((sum, data) => sum + data.length, 0) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await respond(JSON.parse(line));
  } catch (error) {
    reply = { error: error.message };
  }
  console.log(JSON.stringify(reply));
}
